package asset

import (
	"image"
	"image/color"
	"image/draw"
)

// scaled is a picture at most width wide, as it stands once it is turned
// upright. It halves while it is more than twice too wide and then takes
// Catmull-Rom: as good to look at as Catmull-Rom alone, in a third of the time.
func scaled(m image.Image, width, orientation int) *image.RGBA {
	size := m.Bounds().Size()
	across := size.X
	if orientation >= 5 {
		across = size.Y
	}
	var out *image.RGBA
	for across > 2*width && size.X > 1 && size.Y > 1 {
		out = halved(m)
		m, size, across = out, out.Rect.Size(), (across+1)/2
	}
	switch {
	case across > width:
		if out == nil {
			out = rgba(m)
		}
		out = resampled(out, max(1, (size.X*width+across/2)/across), max(1, (size.Y*width+across/2)/across))
	case out == nil:
		out = rgba(m)
	}
	return turned(out, orientation)
}

// rgba is a picture with its corner at the origin and its alpha premultiplied.
func rgba(m image.Image) *image.RGBA {
	if m, ok := m.(*image.RGBA); ok && m.Rect.Min == (image.Point{}) {
		return m
	}
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Rect, m, b.Min, draw.Src)
	return out
}

// halved averages squares of four pixels. It converts a few rows at a time, so
// that no second copy of a large picture is made.
func halved(m image.Image) *image.RGBA {
	if y, ok := m.(*image.YCbCr); ok && y.SubsampleRatio == image.YCbCrSubsampleRatio420 && y.Rect.Min == (image.Point{}) {
		return halvedYCbCr(y)
	}
	const rows = 32
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, (b.Dx()+1)/2, (b.Dy()+1)/2))
	strip, whole := image.NewRGBA(image.Rect(0, 0, b.Dx(), rows)), false
	if r, ok := m.(*image.RGBA); ok {
		strip, whole = r, true
	}
	for y := 0; y < b.Dy(); y += 2 {
		at := y
		if !whole {
			if at = y % rows; at == 0 {
				draw.Draw(strip, strip.Rect, m, b.Min.Add(image.Pt(0, y)), draw.Src)
			}
		}
		below := at + 1
		if y+1 == b.Dy() {
			below = at
		}
		halveRow(out.Pix[y/2*out.Stride:], strip.Pix[at*strip.Stride:], strip.Pix[below*strip.Stride:], b.Dx())
	}
	return out
}

// halveRow averages two rows of width pixels into one.
func halveRow(to, above, below []byte, width int) {
	for x := 0; x < width; x += 2 {
		i, j := 4*x, 4*min(x+1, width-1)
		a, b, c, d := above[i:i+4:i+4], above[j:j+4:j+4], below[i:i+4:i+4], below[j:j+4:j+4]
		o := to[2*x : 2*x+4 : 2*x+4]
		for k := range 4 {
			o[k] = byte((int(a[k]) + int(b[k]) + int(c[k]) + int(d[k]) + 2) >> 2) //nolint:gosec // a mean of bytes is one
		}
	}
}

// halvedYCbCr is [halved] for the usual photograph, whose colours are stored at
// half the size already.
func halvedYCbCr(m *image.YCbCr) *image.RGBA {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, (w+1)/2, (h+1)/2))
	for y := range out.Rect.Dy() {
		above := m.Y[2*y*m.YStride:][:w]
		below := m.Y[min(2*y+1, h-1)*m.YStride:][:w]
		cb, cr := m.Cb[y*m.CStride:], m.Cr[y*m.CStride:]
		to := out.Pix[y*out.Stride:]
		for x := range out.Rect.Dx() {
			i, j := 2*x, min(2*x+1, w-1)
			mean := (int(above[i]) + int(above[j]) + int(below[i]) + int(below[j]) + 2) >> 2
			r, g, b := color.YCbCrToRGB(byte(mean), cb[x], cr[x]) //nolint:gosec // a mean of bytes is one
			o := to[4*x : 4*x+4 : 4*x+4]
			o[0], o[1], o[2], o[3] = r, g, b, 0xff
		}
	}
	return out
}

// turned sets a picture upright, as EXIF says that it has to be turned.
func turned(m *image.RGBA, orientation int) *image.RGBA {
	if orientation <= 1 || orientation > 8 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			var to int
			switch orientation {
			case 2:
				to = out.PixOffset(w-1-x, y)
			case 3:
				to = out.PixOffset(w-1-x, h-1-y)
			case 4:
				to = out.PixOffset(x, h-1-y)
			case 5:
				to = out.PixOffset(y, x)
			case 6:
				to = out.PixOffset(h-1-y, x)
			case 7:
				to = out.PixOffset(h-1-y, w-1-x)
			case 8:
				to = out.PixOffset(y, w-1-x)
			}
			copy(out.Pix[to:to+4], m.Pix[m.PixOffset(x, y):][:4])
		}
	}
	return out
}
