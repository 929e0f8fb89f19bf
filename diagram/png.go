package diagram

import (
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// maxPixels bounds the size of a picture: a byte too many and a machine is busy for minutes.
const maxPixels = 40_000_000

// WritePNG writes the scene as PNG with scale pixels for each point; 2 suits screens and print. A scene that would have
// more than 40 million pixels is written at the largest scale that keeps below.
func (s *Scene) WritePNG(w io.Writer, t Theme, scale float64) error {
	img, err := s.Image(t, scale)
	if err != nil {
		return err
	}
	return (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(w, img)
}

// Image returns the scene as pixels, with the same bounds as WritePNG.
func (s *Scene) Image(t Theme, scale float64) (image.Image, error) {
	if !(scale > 0) || !(s.W > 0) || !(s.H > 0) {
		return nil, fmt.Errorf("a picture needs a size and a scale above 0, not %g by %g at %g", s.W, s.H, scale)
	}
	scale = min(scale, math.Sqrt(maxPixels/(s.W*s.H)))
	w, h := int(math.Ceil(s.W*scale)), int(math.Ceil(s.H*scale))
	if w < 1 || h < 1 || w > maxPixels || h > maxPixels {
		return nil, fmt.Errorf("a picture of %g by %g points is too long for its width", s.W, s.H)
	}
	c := &pixelCanvas{img: image.NewRGBA(image.Rect(0, 0, w, h)), theme: t, scale: scale, faces: map[faceKey]font.Face{}}
	draw.Draw(c.img, c.img.Bounds(), image.NewUniform(t[Paper]), image.Point{}, draw.Src)
	for i, data := range [][]byte{goregular.TTF, gobold.TTF} {
		f, err := opentype.Parse(data)
		if err != nil {
			return nil, fmt.Errorf("read the built-in font: %w", err)
		}
		c.fonts[i] = f
	}
	s.Draw(c)
	return c.img, nil
}

type faceKey struct {
	size float64
	bold bool
}

type pixelCanvas struct {
	img   *image.RGBA
	theme Theme
	scale float64
	fonts [2]*opentype.Font
	faces map[faceKey]font.Face
}

func (c *pixelCanvas) Begin(Part) {}
func (c *pixelCanvas) End()       {}

func (c *pixelCanvas) Text(t Text) {
	face := c.face(t.Size, t.Bold)
	if face == nil {
		return
	}
	d := font.Drawer{Dst: c.img, Src: image.NewUniform(c.theme[t.Ink]), Face: face}
	x := t.X * c.scale
	width := float64(d.MeasureString(t.Value)) / 64
	x -= width * float64(t.Align+1) / 2
	d.Dot = fixed.Point26_6{X: fixed.Int26_6(x * 64), Y: fixed.Int26_6(t.Y * c.scale * 64)}
	d.DrawString(t.Value)
}

// face returns the font in a size, or nil where the size cannot be drawn.
func (c *pixelCanvas) face(size float64, bold bool) font.Face {
	key := faceKey{size, bold}
	if f, ok := c.faces[key]; ok {
		return f
	}
	at := 0
	if bold {
		at = 1
	}
	f, err := opentype.NewFace(c.fonts[at], &opentype.FaceOptions{Size: size * c.scale, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		f = nil
	}
	c.faces[key] = f
	return f
}

func (c *pixelCanvas) Path(p Path) {
	lines := flatten(p, c.scale)
	if p.Fill != NoInk {
		c.paint(lines, p.Fill)
	}
	if p.Stroke != NoInk {
		// Each piece of a line has a small mask of its own: one mask for a long line with corners would be mostly empty.
		for _, piece := range stroke(lines, dashes(p.Dash, c.scale), p.Width*c.scale, p.Round) {
			c.paint([][]Point{piece}, p.Stroke)
		}
	}
}

// paint fills polygons. It works in a mask of their own size and lets image/draw clip it.
func (c *pixelCanvas) paint(polygons [][]Point, ink Ink) {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, poly := range polygons {
		for _, q := range poly {
			x0, y0, x1, y1 = min(x0, q.X), min(y0, q.Y), max(x1, q.X), max(y1, q.Y)
		}
	}
	area := c.img.Bounds()
	if !(x1 > x0) && !(y1 > y0) || x1 < 0 || y1 < 0 || x0 > float64(area.Dx()) || y0 > float64(area.Dy()) ||
		x1-x0 > 2*float64(area.Dx())+8 || y1-y0 > 2*float64(area.Dy())+8 {
		return
	}
	ox, oy := math.Floor(x0)-1, math.Floor(y0)-1
	w, h := int(x1-ox)+2, int(y1-oy)+2
	mask := fillMask(polygons, ox, oy, w, h)
	at := image.Pt(int(ox), int(oy))
	draw.DrawMask(c.img, mask.Bounds().Add(at), image.NewUniform(c.theme[ink]), image.Point{}, mask, image.Point{}, draw.Over)
}
