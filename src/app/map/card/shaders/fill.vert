layout(location = 0) in vec2 corner;

void main() {
    gl_Position = on_picture(placed(corner));
}
