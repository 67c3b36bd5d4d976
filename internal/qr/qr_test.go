package qr

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

const address = "http://192.168.1.20:41234/3f2a9c0d1e4b5a6978877665/?at=articles%2Fmoon-night.md"

func encode(t rapid.TB, text string) Code {
	t.Helper()
	c, err := Encode(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestCodesCanBeFound looks for what a reader looks for first: three finders
// in the corners, a light border around, timing lines between.
func TestCodesCanBeFound(t *testing.T) {
	c := encode(t, address)
	size := len(c) - 2*quiet
	if size < 21 || (size-17)%4 != 0 {
		t.Fatalf("%d modules are no size of a code", size)
	}
	finder := []string{"#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"}
	for _, corner := range [][2]int{{0, 0}, {size - 7, 0}, {0, size - 7}} {
		for y, row := range finder {
			for x, want := range row {
				if got := c[quiet+corner[1]+y][quiet+corner[0]+x]; got != (want == '#') {
					t.Fatalf("finder at %v: module %d, %d is %v", corner, x, y, got)
				}
			}
		}
	}
	for i := 8; i < size-8; i++ {
		if c[quiet+6][quiet+i] != (i%2 == 0) || c[quiet+i][quiet+6] != (i%2 == 0) {
			t.Fatalf("timing line breaks at %d", i)
		}
	}
	for i := range c {
		for j := range quiet {
			if c[i][j] || c[j][i] || c[i][len(c)-1-j] || c[len(c)-1-j][i] {
				t.Fatal("the border is not light")
			}
		}
	}
}

// TestTextAndPathDrawTheSameModules reads both drawings back.
func TestTextAndPathDrawTheSameModules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := encode(t, rapid.StringN(1, 40, 120).Draw(t, "text"))
		for _, painted := range []bool{false, true} {
			if diff := cmp.Diff(c, fromText(c.Text(painted), painted, len(c))); diff != "" {
				t.Fatalf("painted %v: %s", painted, diff)
			}
		}
		if diff := cmp.Diff(c, fromPath(t, c.Path(), len(c))); diff != "" {
			t.Fatal(diff)
		}
	})
}

// fromText reads a code as eyes do: a dark module is ink on a light ground, or
// the ground where letters are light.
func fromText(text string, painted bool, size int) Code {
	text = strings.NewReplacer("\x1b[30;47m", "", "\x1b[0m", "").Replace(text)
	var c Code
	for line := range strings.Lines(text) {
		var upper, lower []bool
		for _, r := range strings.TrimSuffix(line, "\n") {
			upper = append(upper, (r == '█' || r == '▀') == painted)
			lower = append(lower, (r == '█' || r == '▄') == painted)
		}
		c = append(c, upper, lower)
	}
	return c[:size]
}

var move = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)

func fromPath(t *rapid.T, path string, size int) Code {
	c := make(Code, size)
	for y := range c {
		c[y] = make([]bool, size)
	}
	rest := move.ReplaceAllStringFunc(path, func(s string) string {
		m := move.FindStringSubmatch(s)
		x, _ := strconv.Atoi(m[1])
		y, _ := strconv.Atoi(m[2])
		n, _ := strconv.Atoi(m[3])
		for i := range n {
			c[y][x+i] = true
		}
		return ""
	})
	if rest != "" {
		t.Fatalf("what is %q?", rest)
	}
	return c
}

func TestATextThatIsTooLongIsAnError(t *testing.T) {
	if _, err := Encode(strings.Repeat("长", 2000)); err == nil {
		t.Error("6,000 bytes fit into a code")
	}
}

func TestPlainTextHasNoEscapes(t *testing.T) {
	if text := encode(t, address).Text(false); strings.Contains(text, "\x1b") {
		t.Errorf("%q", text)
	}
}
