// From metres beside the origin of a piece to the picture.
uniform vec2 offset;    // from the middle of the view to the origin of the piece, metres
uniform float scale;    // pixels per metre
uniform vec2 middle;    // from the middle of the picture to that of the view, pixels
uniform vec2 half_size; // half of the picture, pixels
uniform float depth;    // what is drawn later is nearer

vec2 placed(vec2 corner) {
    return (corner + offset) * scale;
}

vec4 on_picture(vec2 at) {
    return vec4((at + middle) / half_size, depth, 1.0);
}
