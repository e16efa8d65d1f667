uniform vec4 colour;
uniform float radius;
in vec2 at;
out vec4 ink;

void main() {
    ink = colour * clamp(radius - length(at) + 0.5, 0.0, 1.0);
}
