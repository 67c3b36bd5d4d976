package render

import (
	"math"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"mpsync/internal/render/theme"
)

// table renders a table in a section that scrolls sideways.
func (p *page) table(n *extast.Table) {
	defer p.aside(len(p.out))
	p.open("section", theme.TableBox)
	p.open("table", theme.Table)
	columns := p.columns(n)
	body := false
	rows := 0
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		if row.Kind() == extast.KindTableHeader {
			p.open("thead", theme.THead)
			p.row(row, "th", theme.TR, theme.TH, columns)
			p.close("thead")
			continue
		}
		if !body {
			p.open("tbody", theme.TBody)
			body = true
		}
		part := theme.TR
		if rows++; rows%2 == 0 {
			part = theme.TREven
		}
		p.row(row, "td", part, theme.TD, nil)
	}
	if body {
		p.close("tbody")
	}
	p.close("table")
	p.close("section")
}

// Widths of a table, in ems of its text.
const (
	screenWidth = 22  // what fits on a phone beside padding
	columnWidth = 8   // at which a cell's text may wrap
	cellPadding = 1.5 // beside the text of a cell
)

// columns are declarations that keep the columns of a table too wide for the
// screen from being squeezed; none for a table that fits.
func (p *page) columns(n *extast.Table) []string {
	var longest []float64
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		i := 0
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			if i == len(longest) {
				longest = append(longest, 0)
			}
			longest[i] = max(longest[i], ems(p.plain(c)))
			i++
		}
	}
	total := 0.0
	for _, w := range longest {
		total += w + cellPadding
	}
	if total <= screenWidth {
		return nil
	}
	decls := make([]string, len(longest))
	for i, w := range longest {
		decls[i] = "min-width:" + itoa(int(math.Ceil(min(w, columnWidth)+cellPadding))) + "em"
	}
	return decls
}

// ems is about how wide a text is.
func ems(s string) float64 {
	w := 0.0
	for _, r := range s {
		if eastAsian(r) {
			w++
		} else {
			w += 0.55
		}
	}
	return w
}

// aligned are the declarations that align a cell. Left is where a cell is
// unless the theme says otherwise, so it need not be said.
func aligned(t *theme.Theme) map[extast.Alignment]string {
	all := map[extast.Alignment]string{
		extast.AlignLeft: "text-align:left", extast.AlignRight: "text-align:right", extast.AlignCenter: "text-align:center",
	}
	table := t.Root().In(theme.Root).In(theme.TableBox)
	row := table.In(theme.Table).In(theme.TBody).In(theme.TR)
	if !strings.Contains(table.Style(theme.Table)+row.Style(theme.TD), "text-align") {
		delete(all, extast.AlignLeft)
	}
	return all
}

// row renders a row; columns are declarations for its cells, as many as there
// are.
func (p *page) row(row ast.Node, tag string, part, cell theme.Part, columns []string) {
	p.open("tr", part)
	for c := row.FirstChild(); c != nil; c = c.NextSibling() {
		var decls []string
		if td, ok := c.(*extast.TableCell); ok && p.r.aligned[td.Alignment] != "" {
			decls = append(decls, p.r.aligned[td.Alignment])
		}
		if len(columns) > 0 {
			decls, columns = append(decls, columns[0]), columns[1:]
		}
		p.begin(tag, cell, strings.Join(decls, ";"))
		p.end(cell)
		p.inlines(c)
		p.close(tag)
	}
	p.close("tr")
}
