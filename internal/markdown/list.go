package markdown

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// list converts a list. It is loose, with blank lines, where its items hold
// paragraphs in a section, as ours do, or more than one paragraph.
func (c *converter) list(n *html.Node) []part {
	var entries [][]part
	loose := false
	for x := n.FirstChild; x != nil; x = x.NextSibling {
		switch {
		case hidden(x) || x.Type == html.TextNode && fold(x.Data) == "":
		case element(x, "ul", "ol") && len(entries) > 0: // a list that stands beside its item
			entries[len(entries)-1] = append(entries[len(entries)-1], c.list(x)...)
		case element(x, "li"):
			entries = append(entries, c.blocks(x, false))
			loose = loose || looseItem(x)
		default:
			entries = append(entries, c.sequence([]*html.Node{x}, false))
		}
	}
	number, _ := strconv.Atoi(attr(n, "start"))
	if _, ok := lookup(n, "start"); !ok {
		number = 1
	}
	var lines []string
	for i, parts := range entries {
		loose = loose || paragraphs(parts) > 1
		entries[i] = task(parts)
	}
	for i, parts := range entries {
		mark := "- "
		if n.Data == "ol" {
			mark = strconv.Itoa(number+i) + ". "
		}
		lines = append(lines, strings.TrimRight(mark+indent(joinItem(parts, loose), strings.Repeat(" ", len(mark))), " "))
	}
	if strings.Trim(strings.Join(lines, ""), "-0123456789.") == "" {
		return nil // as the line numbers beside code
	}
	gap := "\n"
	if loose {
		gap = "\n\n"
	}
	return []part{{text: strings.Join(lines, gap), list: n.Data}}
}

// looseItem says whether an item of ours holds paragraphs.
func looseItem(li *html.Node) bool {
	all := children(li)
	if len(all) != 1 || !element(all[0], "section") {
		return false
	}
	for x := all[0].FirstChild; x != nil; x = x.NextSibling {
		if element(x, "p") {
			return true
		}
	}
	return false
}

// joinItem puts the blocks of an item together; blocks that would run into each
// other get a blank line in between all the same.
func joinItem(parts []part, loose bool) string {
	var b strings.Builder
	for i, p := range parts {
		switch {
		case i == 0:
		case loose || parts[i-1].para && p.para || strings.HasPrefix(p.text, "|") || strings.HasPrefix(p.text, "<"):
			b.WriteString("\n\n")
		default:
			b.WriteString("\n")
		}
		b.WriteString(p.text)
	}
	return b.String()
}

func paragraphs(parts []part) int {
	n := 0
	for _, p := range parts {
		if p.para {
			n++
		}
	}
	return n
}

// task turns the box before a task into its Markdown.
func task(parts []part) []part {
	if len(parts) == 0 || !parts[0].para {
		return parts
	}
	for box, mark := range map[string]string{"☑ ": "[x] ", "☐ ": "[ ] "} {
		if s, ok := strings.CutPrefix(parts[0].text, box); ok {
			parts[0].text = mark + s
		}
	}
	return parts
}
