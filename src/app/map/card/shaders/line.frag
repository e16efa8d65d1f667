uniform vec4 colour;
uniform float sampled;    // 1 where the opacity of a pixel says how many of its samples are covered
uniform float half_width;
uniform float cap;       // 0 flat, 1 round, 2 square
uniform vec4 dashes[2];  // lengths of dashes and gaps in turn
uniform float total;     // of all of them; 0 for a line without gaps
in vec2 at;
in vec4 joint;
flat in vec4 whole;
out vec4 ink;

// So far apart two neighbours may both draw, lest neither does.
const float SLACK = 0.1;

// How far from the nearest dash; negative inside.
float from_dash(float along) {
    float place = mod(along, total);
    float away = total;
    float start = 0.0;
    for (int number = 0; number < 4; number++) {
        vec2 pair = (number & 1) == 0 ? dashes[number / 2].xy : dashes[number / 2].zw;
        float end = start + pair.x;
        if (pair.x > 0.0) {
            float here = max(start - place, place - end);
            float later = max(start - place + total, place - total - end);
            float earlier = max(start - place - total, place + total - end);
            away = min(away, min(here, min(later, earlier)));
        }
        start = end + pair.y;
    }
    return away;
}

// How much of a pixel so far from the middle of the line is covered.
float covered(float away) {
    return clamp(min(away + 0.5, half_width) - max(away - 0.5, -half_width), 0.0, 1.0);
}

void main() {
    // What lies nearer to a neighbour is drawn by it.
    if ((joint.x > SLACK && joint.y < 0.0) || (joint.z > SLACK && joint.w < 0.0)) {
        discard;
    }
    float past = max(-at.x, at.x - whole.x);
    bool ends = (at.x * 2.0 < whole.x ? whole.z : whole.w) > 0.5;
    float aside = abs(at.y);
    float away;
    if (ends && cap < 0.5) {
        away = max(aside, past + half_width);
    } else if (past <= 0.0) {
        away = aside;
    } else if (ends && cap > 1.5) {
        away = max(aside, past);
    } else {
        away = length(vec2(past, aside));
    }
    float share = covered(away);
    if (total > 0.0) {
        share *= clamp(0.5 - from_dash(whole.y + clamp(at.x, 0.0, whole.x)), 0.0, 1.0);
    }
    ink = sampled > 0.5 ? vec4(colour.rgb, share) : colour * share;
}
