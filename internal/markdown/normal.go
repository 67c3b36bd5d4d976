package markdown

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// Normal says what tidy front matter looks like.
type Normal struct {
	// Order is the order of keys; others follow in their own order.
	Order []string
	// Names gives keys of the API the names that are written by hand.
	Names map[string]string
}

// Tidy puts the front matter of a file in order and the line ends of the whole
// file into one form: LF, one at the end, one empty line below the front matter.
// Comments stay above the key that they stood above. Front matter that is not
// plain YAML, or that would not mean the same afterwards, is left as it is.
func (n Normal) Tidy(file string) string {
	file = strings.ReplaceAll(strings.TrimPrefix(file, "\ufeff"), "\r\n", "\n")
	front, body := Split(file)
	if front == "" {
		return ended(file)
	}
	if yamlFront.MatchString(front) {
		from, to := inner(front)
		if tidy := n.keys(front[from:to]); n.same(front[from:to], tidy) {
			front = "---\n" + tidy + "---\n"
		}
	}
	if body = strings.TrimLeft(body, "\n"); body == "" {
		return front
	}
	return front + "\n" + ended(body)
}

// ended ends a text with one line break.
func ended(text string) string { return strings.TrimRight(text, "\n") + "\n" }

var keyLine = regexp.MustCompile(`^([\pL_][\pL\pN_.-]*)[ \t]*:(?:[ \t]|$)`)

// keyed is a key of front matter with its value and the comments above it.
type keyed struct {
	key   string
	lines []string
}

// keys orders and renames the keys of a table that is written a line each.
func (n Normal) keys(text string) string {
	blocks, tail := blocksOf(text)
	have := map[string]bool{}
	for _, b := range blocks {
		have[b.key] = true
	}
	for i := range blocks {
		name, ok := n.Names[blocks[i].key]
		if ok && !have[name] {
			blocks[i].rename(name)
		}
	}
	slices.SortStableFunc(blocks, func(a, b keyed) int { return n.place(a.key) - n.place(b.key) })
	var out strings.Builder
	for _, b := range blocks {
		for _, line := range b.lines {
			out.WriteString(strings.TrimRight(line, " \t") + "\n")
		}
	}
	for _, line := range tail {
		out.WriteString(strings.TrimRight(line, " \t") + "\n")
	}
	return out.String()
}

func (n Normal) place(key string) int {
	if i := slices.Index(n.Order, key); i >= 0 {
		return i
	}
	return len(n.Order)
}

// blocksOf takes a table apart; tail are lines below the last key.
func blocksOf(text string) (blocks []keyed, tail []string) {
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		m := keyLine.FindStringSubmatch(line)
		switch {
		case m != nil:
			blocks = append(blocks, keyed{m[1], append(tail, line)})
			tail = nil
		case strings.HasPrefix(line, "#") || len(blocks) == 0 || len(tail) > 0:
			tail = append(tail, line)
		default:
			last := &blocks[len(blocks)-1]
			last.lines = append(last.lines, line)
		}
	}
	return blocks, tail
}

func (b *keyed) rename(name string) {
	for i, line := range b.lines {
		if m := keyLine.FindStringSubmatchIndex(line); m != nil {
			b.lines[i] = line[:m[2]] + name + line[m[3]:]
			b.key = name
			return
		}
	}
}

// same says whether two texts mean the same but for the names of keys.
func (n Normal) same(was, now string) bool {
	var a, b map[string]any
	if yaml.Unmarshal([]byte(was), &a) != nil || yaml.Unmarshal([]byte(now), &b) != nil {
		return false
	}
	for _, old := range slices.Sorted(maps.Keys(n.Names)) {
		name := n.Names[old]
		if v, ok := a[old]; ok {
			if _, taken := a[name]; !taken {
				delete(a, old)
				a[name] = v
			}
		}
	}
	return reflect.DeepEqual(a, b)
}
