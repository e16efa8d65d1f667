// Parallel lines or staggered dots, fixed to the ground.
uniform vec4 colour;
uniform vec2 half_size;
uniform vec2 origin;   // from the top left corner, pixels, y down
uniform vec2 across;   // from line to line of a hatch; nothing for dots
uniform float spacing;
uniform float radius;  // of a dot, or half the width of a line
out vec4 ink;

float to_dot(vec2 at, float row) {
    float shift = mod(row, 2.0) * spacing * 0.5;
    float x = at.x - shift;
    return length(vec2(x - round(x / spacing) * spacing, at.y - row * spacing * 0.5));
}

void main() {
    vec2 at = vec2(gl_FragCoord.x, 2.0 * half_size.y - gl_FragCoord.y) - origin;
    float away;
    if (across == vec2(0.0)) {
        float row = floor(at.y / (spacing * 0.5));
        away = min(to_dot(at, row), to_dot(at, row + 1.0));
    } else {
        float along = dot(at, across);
        away = abs(along - round(along / spacing) * spacing);
    }
    ink = colour * clamp(radius - away + 0.5, 0.0, 1.0);
}
