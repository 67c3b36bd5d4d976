package main

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/draw"
	_ "image/jpeg" // Decodes the photographs.
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const siteFolder = ".."

var update = flag.Bool("update", false, "rewrite the pictures of the site")

// Other processors fuse multiplications and additions, which moves a channel by a step or two.
const tolerance = 3

func TestCommittedPicturesAreWhatTheProgramDraws(t *testing.T) {
	if *update {
		if err := write(siteFolder); err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range drawings() {
		t.Run(d.file, func(t *testing.T) {
			t.Parallel()
			drawn, err := d.draw()
			if err != nil {
				t.Fatal(err)
			}
			committed, err := os.ReadFile(path.Join(siteFolder, d.file))
			if err != nil {
				t.Fatal(err)
			}
			if path.Ext(d.file) == ".jpg" { // Compare what is left after compression.
				file, err := d.encode(drawn)
				if err != nil {
					t.Fatal(err)
				}
				drawn = decode(t, file)
			}
			if at, far := apart(drawn, decode(t, committed)); far {
				t.Errorf("differs from the drawing at %v; run: go run ./examples/site/drawings", at)
			}
		})
	}
}

func decode(t *testing.T, file []byte) *image.RGBA {
	t.Helper()
	picture, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if pixels, ok := picture.(*image.RGBA); ok {
		return pixels
	}
	pixels := image.NewRGBA(picture.Bounds())
	draw.Draw(pixels, pixels.Bounds(), picture, image.Point{}, draw.Src)
	return pixels
}

// apart finds the first pixel where two pictures differ by more than the tolerance.
func apart(a, b *image.RGBA) (image.Point, bool) {
	if a.Rect != b.Rect {
		return image.Point{}, true
	}
	if bytes.Equal(a.Pix, b.Pix) {
		return image.Point{}, false
	}
	for i := range a.Pix {
		if step(a.Pix[i], b.Pix[i]) > tolerance {
			return image.Pt(i%a.Stride/4, i/a.Stride), true
		}
	}
	return image.Point{}, false
}

func step(a, b uint8) int { return max(int(a), int(b)) - min(int(a), int(b)) }

func TestApartSeesOneChangedPixel(t *testing.T) {
	a, b := image.NewRGBA(image.Rect(0, 0, 4, 3)), image.NewRGBA(image.Rect(0, 0, 4, 3))
	b.Set(2, 1, color.RGBA{B: tolerance})
	if at, far := apart(a, b); far {
		t.Errorf("a step within the tolerance counts as a difference at %v", at)
	}
	b.Set(2, 1, color.RGBA{B: tolerance + 1})
	if at, far := apart(a, b); !far || at != image.Pt(2, 1) {
		t.Errorf("apart = %v, %v; want the changed pixel", at, far)
	}
	if _, far := apart(a, image.NewRGBA(image.Rect(0, 0, 3, 3))); !far {
		t.Error("pictures of different sizes count as equal")
	}
}

// The site holds the drawn pictures and no others, each is used, and all are small.
func TestSiteHoldsOnlyDrawnUsedAndSmallPictures(t *testing.T) {
	var drawn, found []string
	for _, d := range drawings() {
		drawn = append(drawn, d.file)
	}
	var words strings.Builder
	var total int64
	site := os.DirFS(siteFolder)
	err := fs.WalkDir(site, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch path.Ext(file) {
		case ".md", ".yaml":
			text, err := fs.ReadFile(site, file)
			words.Write(text)
			return err
		case ".png", ".jpg", ".jpeg", ".gif":
			found = append(found, file)
			info, err := entry.Info()
			if err != nil {
				return err
			}
			if total += info.Size(); info.Size() > 300_000 {
				t.Errorf("%s has %d bytes, want at most 300000", file, info.Size())
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(drawn)
	slices.Sort(found)
	if diff := cmp.Diff(drawn, found); diff != "" {
		t.Errorf("drawn (-) and found (+) pictures:\n%s", diff)
	}
	for _, file := range drawn {
		if !strings.Contains(words.String(), path.Base(file)) {
			t.Errorf("%s is in no article", file)
		}
	}
	if total > 1_500_000 {
		t.Errorf("the pictures have %d bytes together, want at most 1500000", total)
	}
}

func TestLinesHaveTheirWidthAtBends(t *testing.T) {
	c, err := newCanvas(60, 60)
	if err != nil {
		t.Fatal(err)
	}
	c.fill(cream, line(10, point{5, 50}, point{30, 25}, point{55, 50})...)
	for spot, want := range map[image.Point]bool{
		{30, 25}: true, {30, 30}: true, {30, 16}: false, {30, 36}: false, {17, 38}: true, {17, 48}: false, {2, 50}: true,
	} {
		if painted := c.RGBAAt(spot.X, spot.Y).A > 128; painted != want {
			t.Errorf("painted at %v = %v, want %v", spot, painted, want)
		}
	}
}

// Shapes of either direction must add up: painted together they cover what each covers.
func TestOverlappingShapesDoNotCancelOut(t *testing.T) {
	c, err := newCanvas(20, 20)
	if err != nil {
		t.Fatal(err)
	}
	one := rect(2, 2, 10, 10)
	other := rect(6, 6, 10, 10)
	slices.Reverse(other)
	c.fill(cream, one, other)
	for _, spot := range []image.Point{{4, 4}, {8, 8}, {14, 14}} {
		if c.RGBAAt(spot.X, spot.Y).A != 255 {
			t.Errorf("nothing painted at %v", spot)
		}
	}
}

func TestMapsPutNorthUpAndEastLeft(t *testing.T) {
	v := view{ra: 1, dec: 40, center: point{100, 100}, scale: 10}
	middleOf := v.place(star{ra: 1, dec: 40})
	north := v.place(star{ra: 1, dec: 41})
	east := v.place(star{ra: 1.1, dec: 40})
	if middleOf.distance(point{100, 100}) > 1e-9 || north.distance(point{100, 90}) > 0.01 || east.x > 90 {
		t.Errorf("middle %v, north %v, east %v", middleOf, north, east)
	}
}
