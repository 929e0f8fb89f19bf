package diagram

import (
	"image"
	"math"

	"golang.org/x/image/vector"
)

// fillMask returns the coverage of polygons in a window of w by h pixels with its corner at ox, oy.
func fillMask(polygons [][]Point, ox, oy float64, w, h int) *image.Alpha {
	r := vector.NewRasterizer(w, h)
	for _, poly := range polygons {
		for i, q := range poly {
			x, y := float32(q.X-ox), float32(q.Y-oy)
			if i == 0 {
				r.MoveTo(x, y)
			} else {
				r.LineTo(x, y)
			}
		}
		r.ClosePath()
	}
	mask := image.NewAlpha(image.Rect(0, 0, w, h))
	r.Draw(mask, mask.Bounds(), image.Opaque, image.Point{})
	return mask
}

// flatten turns a path into polylines, scaled. A closed one ends where it began.
func flatten(p Path, scale float64) [][]Point {
	const steps = 8
	var lines [][]Point
	var line []Point
	at := func(q Point) Point { return Point{q.X * scale, q.Y * scale} }
	for _, op := range p.Ops {
		switch op.Verb {
		case 'M':
			if len(line) > 1 {
				lines = append(lines, line)
			}
			line = []Point{at(op.P[0])}
		case 'L':
			line = append(line, at(op.P[0]))
		case 'C':
			if len(line) == 0 {
				continue
			}
			a, b, c, d := line[len(line)-1], at(op.P[0]), at(op.P[1]), at(op.P[2])
			for i := 1; i <= steps; i++ {
				t := float64(i) / steps
				u := 1 - t
				f0, f1, f2, f3 := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
				line = append(line, Point{f0*a.X + f1*b.X + f2*c.X + f3*d.X, f0*a.Y + f1*b.Y + f2*c.Y + f3*d.Y})
			}
		case 'Z':
			if len(line) > 1 {
				lines = append(lines, append(line, line[0]))
			}
			line = nil
		}
	}
	if len(line) > 1 {
		lines = append(lines, line)
	}
	return lines
}

func dashes(dash []float64, scale float64) []float64 {
	out := make([]float64, len(dash))
	for i, d := range dash {
		out[i] = d * scale
		if !(out[i] > 0.1) {
			return nil
		}
	}
	return out
}

// stroke turns polylines into polygons of the width of a pen.
func stroke(lines [][]Point, dash []float64, width float64, round bool) [][]Point {
	var out [][]Point
	for _, line := range lines {
		for _, piece := range dashed(line, dash) {
			for i := 1; i < len(piece); i++ {
				out = append(out, bar(piece[i-1], piece[i], width))
				if i > 1 || round {
					out = append(out, disc(piece[i-1], width/2))
				}
			}
			closed := len(dash) == 0 && piece[0] == piece[len(piece)-1]
			if round || closed {
				out = append(out, disc(piece[len(piece)-1], width/2))
			}
		}
	}
	return out
}

// dashed cuts a polyline into its dashes.
func dashed(line []Point, dash []float64) [][]Point {
	if len(dash) == 0 {
		return [][]Point{line}
	}
	var out [][]Point
	on, at, left := true, 0, dash[0]
	piece := []Point{line[0]}
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		length := math.Hypot(b.X-a.X, b.Y-a.Y)
		for gone := 0.0; gone < length; {
			step := min(left, length-gone)
			gone += step
			left -= step
			q := Point{a.X + (b.X-a.X)*gone/length, a.Y + (b.Y-a.Y)*gone/length}
			if on {
				piece = append(piece, q)
			}
			if left > 1e-9 {
				continue
			}
			if on && len(piece) > 1 {
				out = append(out, piece)
			}
			at = (at + 1) % len(dash)
			on, left, piece = !on, dash[at], []Point{q}
		}
	}
	if on && len(piece) > 1 {
		out = append(out, piece)
	}
	return out
}

// bar is a line of a width as a polygon.
func bar(a, b Point, width float64) []Point {
	length := math.Hypot(b.X-a.X, b.Y-a.Y)
	if length == 0 {
		return nil
	}
	nx, ny := -(b.Y-a.Y)/length*width/2, (b.X-a.X)/length*width/2
	return []Point{{a.X + nx, a.Y + ny}, {a.X - nx, a.Y - ny}, {b.X - nx, b.Y - ny}, {b.X + nx, b.Y + ny}}
}

// disc is a circle as a polygon.
func disc(c Point, r float64) []Point {
	const n = 12
	out := make([]Point, n)
	for i := range out {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / n)
		out[i] = Point{c.X + r*cos, c.Y + r*sin}
	}
	return out
}
