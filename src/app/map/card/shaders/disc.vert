layout(location = 0) in vec2 middle_of_disc;
uniform float radius;
out vec2 at;

void main() {
    float reach = radius + 1.0;
    at = vec2((gl_VertexID & 1) == 0 ? -reach : reach, gl_VertexID < 2 ? -reach : reach);
    gl_Position = on_picture(placed(middle_of_disc) + at);
}
