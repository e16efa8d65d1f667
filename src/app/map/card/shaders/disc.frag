uniform vec4 colour;
uniform float sampled;    // 1 where the opacity of a pixel says how many of its samples are covered
uniform float radius;
in vec2 at;
out vec4 ink;

void main() {
    float share = clamp(radius - length(at) + 0.5, 0.0, 1.0);
    ink = sampled > 0.5 ? vec4(colour.rgb, share) : colour * share;
}
