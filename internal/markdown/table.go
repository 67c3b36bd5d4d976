package markdown

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// table converts a table whose cells are lines; any other stays HTML.
func (c *converter) table(n *html.Node) string {
	rows := rowsOf(n)
	if c.form == verbatim || !simple(n, rows) {
		return c.rawBlock(n)
	}
	width := 0
	for _, r := range rows {
		width = max(width, len(r))
	}
	var b strings.Builder
	for i, r := range rows {
		b.WriteString("|")
		for j := range width {
			cell := ""
			if j < len(r) {
				cell = strings.ReplaceAll(c.cell(r[j]), "|", `\|`)
			}
			b.WriteString(" " + cell + " |")
		}
		b.WriteString("\n")
		if i == 0 {
			b.WriteString(ruler(rows, width))
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// rowsOf lists the cells of a table, row by row.
func rowsOf(n *html.Node) [][]*html.Node {
	var rows [][]*html.Node
	each(n, func(x *html.Node) bool {
		if element(x, "tr") {
			rows = append(rows, nil)
		}
		if element(x, "td", "th") && len(rows) > 0 {
			rows[len(rows)-1] = append(rows[len(rows)-1], x)
			return false
		}
		return true
	})
	return rows
}

// simple says whether Markdown has a form for a table.
func simple(n *html.Node, rows [][]*html.Node) bool {
	if len(rows) == 0 || nested(n) {
		return false
	}
	for _, r := range rows {
		if len(r) == 0 || len(r) > len(rows[0]) {
			return false
		}
		for _, cell := range r {
			for _, key := range []string{"colspan", "rowspan"} {
				if span, err := strconv.Atoi(attr(cell, key)); err == nil && span > 1 {
					return false
				}
			}
		}
	}
	return true
}

// nested says whether a cell holds blocks that a line cannot.
func nested(n *html.Node) bool {
	return has(n, "ul", "ol", "pre", "table", "caption", "hr", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")
}

// cell converts a cell; its paragraphs are parted by line breaks.
func (c *converter) cell(n *html.Node) string {
	var nodes []*html.Node
	gather(n, &nodes)
	runs := c.runs(nodes)
	for i := range runs {
		if runs[i].br {
			runs[i].br, runs[i].raw = false, "<br>"
		}
	}
	for len(runs) > 0 && runs[len(runs)-1].raw == "<br>" {
		runs = runs[:len(runs)-1]
	}
	return c.write(runs)
}

// gather lists the nodes in a line below n, with a br between paragraphs.
func gather(n *html.Node, nodes *[]*html.Node) {
	for x := n.FirstChild; x != nil; x = x.NextSibling {
		if !block(x) {
			*nodes = append(*nodes, x)
			continue
		}
		if len(*nodes) > 0 && fold(content((*nodes)[len(*nodes)-1])) != "" {
			*nodes = append(*nodes, &html.Node{Type: html.ElementNode, Data: "br"})
		}
		gather(x, nodes)
		if x.NextSibling != nil && !block(x.NextSibling) && fold(content(x.NextSibling)) != "" {
			*nodes = append(*nodes, &html.Node{Type: html.ElementNode, Data: "br"})
		}
	}
}

// ruler is the line below the header, which aligns the columns as their cells
// are aligned.
func ruler(rows [][]*html.Node, width int) string {
	var b strings.Builder
	b.WriteString("|")
	for j := range width {
		align := ""
		if j < len(rows[len(rows)-1]) {
			align = declared(rows[len(rows)-1][j], "text-align")
		}
		switch align {
		case "right":
			b.WriteString(" ---: |")
		case "center":
			b.WriteString(" :---: |")
		default:
			b.WriteString(" --- |")
		}
	}
	return b.String() + "\n"
}
