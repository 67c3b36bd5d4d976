package render

import (
	"github.com/yuin/goldmark/ast"

	"mpsync/internal/diag"
)

// warn reports a warning about n.
func (p *page) warn(code string, n ast.Node, args ...any) {
	p.report(diag.Warning, code, n.Pos(), args...)
}

func (p *page) htmlBlock(*ast.HTMLBlock) {}

func (p *page) rawHTML(*ast.RawHTML) {}
