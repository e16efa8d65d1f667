// A segment of a line with its neighbours, as a box around it.
layout(location = 0) in vec3 before;
layout(location = 1) in vec3 from;
layout(location = 2) in vec3 to;
layout(location = 3) in vec3 after;
uniform float half_width;
out vec2 at;         // along and across the segment, pixels
out vec4 joint;      // how far on the neighbour's side of the bisector, and how far past the neighbour's other end, for both ends
flat out vec4 whole; // length of the segment, of the line before it, whether the line starts here, whether it ends here

void main() {
    vec2 a = placed(from.xy);
    vec2 b = placed(to.xy);
    float size = length(b - a);
    if (from.z < 0.0 || to.z < 0.0 || size == 0.0) {
        // Between two lines: nothing.
        gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
        return;
    }
    vec2 ahead = (b - a) / size;
    vec2 aside = vec2(-ahead.y, ahead.x);
    float reach = half_width + 1.0;
    at = vec2((gl_VertexID & 1) == 0 ? -reach : size + reach, gl_VertexID < 2 ? -reach : reach);
    vec2 corner = a + ahead * at.x + aside * at.y;
    joint = vec4(-1.0, 1.0, -1.0, 1.0);
    whole = vec4(size, from.z * scale, 1.0, 1.0);
    vec2 back = placed(before.xy) - a;
    vec2 on = placed(after.xy) - b;
    if (back != vec2(0.0)) {
        vec2 way = normalize(back);
        joint.xy = vec2(dot(corner - a, way - ahead), dot(corner - a, way) - length(back));
        whole.z = 0.0;
    }
    if (on != vec2(0.0)) {
        vec2 way = normalize(on);
        joint.zw = vec2(dot(corner - b, way + ahead), dot(corner - b, way) - length(on));
        whole.w = 0.0;
    }
    gl_Position = on_picture(corner);
}
