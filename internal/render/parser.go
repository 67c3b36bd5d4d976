package render

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// newParser is CommonMark with GitHub's extensions and those that Chinese
// writers are used to.
func newParser() parser.Parser {
	p := parser.NewParser(
		parser.WithBlockParsers(append(parser.DefaultBlockParsers(), util.Prioritized(containerParser{}, 750), util.Prioritized(formulaBlocks{}, 760))...),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(formulas{}, 120),
			util.Prioritized(braces{}, 150),
			util.Prioritized(wikiLinks{}, 190),
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewRawHTMLParser(), 400),
			util.Prioritized(scripts{}, 450),
			util.Prioritized(emojis{}, 450),
			util.Prioritized(emphasis{"*_", 1}, 500),
			util.Prioritized(emphasis{"~=", 2}, 500),
		),
		parser.WithParagraphTransformers(
			util.Prioritized(parser.LinkReferenceParagraphTransformer, 100),
			util.Prioritized(alertTransformer{}, 110),
		),
	)
	m := goldmark.New(goldmark.WithParser(p))
	for _, e := range []goldmark.Extender{extension.Table, extension.TaskList, extension.Linkify, extension.Footnote} {
		e.Extend(m)
	}
	return p
}
