package markdown

import (
	"strings"

	"github.com/aymanbagabas/go-udiff"
)

// step pairs a chunk of the source with one of the account; -1 is none.
type step struct{ ours, theirs int }

// align pairs chunks in order: those that read the same first, then those that
// read alike.
func align(ours, theirs []unit) []step {
	before, behind := 0, 0
	for before < min(len(ours), len(theirs)) && ours[before].key == theirs[before].key {
		before++
	}
	for behind < min(len(ours), len(theirs))-before && ours[len(ours)-1-behind].key == theirs[len(theirs)-1-behind].key {
		behind++
	}
	var steps []step
	for i := range before {
		steps = append(steps, step{i, i})
	}
	for _, s := range alignAll(ours[before:len(ours)-behind], theirs[before:len(theirs)-behind]) {
		if s.ours >= 0 {
			s.ours += before
		}
		if s.theirs >= 0 {
			s.theirs += before
		}
		steps = append(steps, s)
	}
	for i := range behind {
		steps = append(steps, step{len(ours) - behind + i, len(theirs) - behind + i})
	}
	return steps
}

// alignAll is align where neither the first nor the last chunks are the same.
func alignAll(ours, theirs []unit) []step {
	// worth[i][j] is the best sum for what follows i and j.
	n, m := len(ours), len(theirs)
	worth := make([][]float64, n+1)
	for i := range worth {
		worth[i] = make([]float64, m+1)
	}
	like := likeness(ours, theirs)
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			worth[i][j] = max(worth[i+1][j], worth[i][j+1])
			if l := like(i, j); l > 0 {
				worth[i][j] = max(worth[i][j], worth[i+1][j+1]+l)
			}
		}
	}
	var steps []step
	for i, j := 0, 0; i < n || j < m; {
		switch {
		case i < n && j < m && like(i, j) > 0 && worth[i][j] == worth[i+1][j+1]+like(i, j):
			steps = append(steps, step{ours: i, theirs: j})
			i++
			j++
		case j == m || i < n && worth[i][j] == worth[i+1][j]:
			steps = append(steps, step{ours: i, theirs: -1})
			i++
		default:
			steps = append(steps, step{ours: -1, theirs: j})
			j++
		}
	}
	return steps
}

// alike is how much of two chunks has to be the same for one to be the other,
// changed.
const alike = 0.5

// least is how alike chunks of one kind are that have nothing else in common.
const least = 0.01

// likeness compares chunks, remembering what it found.
func likeness(ours, theirs []unit) func(i, j int) float64 {
	known := map[[2]int]float64{}
	return func(i, j int) float64 {
		if ours[i].key == theirs[j].key {
			return 2
		}
		l, ok := known[[2]int{i, j}]
		if !ok {
			if kind(ours[i].text) == kind(theirs[j].text) {
				l = max(similar(ours[i].key, theirs[j].key), least)
			}
			known[[2]int{i, j}] = l
		}
		return l
	}
}

// kind tells headings, quotes, lists and code from each other and from text.
func kind(text string) string {
	switch {
	case strings.HasPrefix(text, "#"):
		return "#"
	case strings.HasPrefix(text, "```"), strings.HasPrefix(text, "~~~"):
		return "`"
	case noteStart.MatchString(text):
		return noteStart.FindStringSubmatch(text)[1]
	case strings.HasPrefix(text, "|"):
		return "|"
	case strings.HasPrefix(text, ">"), strings.HasPrefix(text, ":::"):
		return ">"
	case bulletLine.MatchString(text):
		return "-"
	}
	return ""
}

// similar is the share of two texts that is common to both, 0 where a glance at
// their letters already says that it is small.
func similar(a, b string) float64 {
	if a == "" || b == "" {
		return 0
	}
	counts := map[rune]int{}
	for _, r := range a {
		counts[r]++
	}
	shared := 0
	for _, r := range b {
		if counts[r] > 0 {
			counts[r]--
			shared += len(string(r))
		}
	}
	if float64(2*shared)/float64(len(a)+len(b)) < alike {
		return 0
	}
	changed := 0
	for _, e := range udiff.Strings(a, b) {
		changed += e.End - e.Start + len(e.New)
	}
	return 1 - float64(changed)/float64(len(a)+len(b))
}

// fuse joins neighbours of all that read as one chunk of others does, as two
// pictures in one paragraph and in two.
func fuse(all, others []unit) []unit {
	var out []unit
	for i := 0; i < len(all); {
		n, key := together(all[i:], others)
		if n < 2 {
			out = append(out, all[i])
			i++
			continue
		}
		u := unit{chunk{gap: all[i+n-1].gap}, key}
		for k, x := range all[i : i+n] {
			u.text += x.text
			if k < n-1 {
				u.text += x.gap
			}
		}
		out = append(out, u)
		i += n
	}
	return out
}

// together is how many of the first units read as one of others, and its key.
func together(units, others []unit) (n int, key string) {
	for _, o := range others {
		want := extend([3]string{}, o.key)
		var sum [3]string
		for k, u := range units {
			if u.key == "" || u.key == o.key {
				break
			}
			sum = extend(sum, u.key)
			if sum == want && k > 0 {
				return k + 1, o.key
			}
			if !begins(want, sum) {
				break
			}
		}
	}
	return 0, ""
}

func begins(whole, part [3]string) bool {
	for i := range whole {
		if !strings.HasPrefix(whole[i], part[i]) {
			return false
		}
	}
	return true
}

// extend adds a key's text, links and pictures to those of the chunks before.
func extend(sum [3]string, key string) [3]string {
	for i, s := range strings.SplitN(key, "\n", 3) {
		sum[i] += strings.ReplaceAll(s, " ", "")
	}
	return sum
}
