uniform sampler2D picture;
in vec2 at;
out vec4 ink;

void main() {
    ink = texture(picture, at);
}
