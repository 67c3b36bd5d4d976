package diagram

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// mix is a colour with a share of another's paper beneath it: share 1 is colour
// itself. What is no "#rrggbb" is returned as it is.
func mix(colour, paper string, share float64) string {
	a, okA := rgb(colour)
	b, okB := rgb(paper)
	if !okA || !okB {
		return colour
	}
	var out [3]int
	for i := range out {
		out[i] = int(math.Round(a[i]*share + b[i]*(1-share)))
	}
	return fmt.Sprintf("#%02x%02x%02x", out[0], out[1], out[2])
}

func rgb(s string) (c [3]float64, ok bool) {
	hex, ok := strings.CutPrefix(s, "#")
	n, err := strconv.ParseUint(hex, 16, 32)
	if !ok || err != nil || len(hex) != 6 {
		return c, false
	}
	return [3]float64{float64(n >> 16 & 255), float64(n >> 8 & 255), float64(n & 255)}, true
}
