package theme

import "iter"

// Part is a piece of an article that a theme can style.
type Part uint8

// The parts. The comments on names say where each one stands.
const (
	Root Part = iota
	H1
	H2
	H3
	H4
	H5
	H6
	P
	UL
	OL
	TaskList
	LI
	Item
	Task
	Blockquote
	HR
	Strong
	Em
	Del
	Mark
	Sub
	Sup
	U
	Kbd
	Small
	A
	Ruby
	RT
	Code
	Img
	Figure
	Caption
	CodeBox
	CodeBar
	CodeDots
	CodeLabel
	Pre
	PreCode
	TableBox
	Table
	THead
	TBody
	TR
	TREven
	TH
	TD
	AlertNote
	AlertTip
	AlertImportant
	AlertWarning
	AlertCaution
	AlertTitle
	AlertIcon
	Container
	LinkMark
	References
	ReferencesTitle
	Reference
	FootnoteMark
	Footnotes
	FootnotesTitle
	Footnote
	TOC
	TOCTitle
	TOCItem
	TOCSubitem
	Card
	Header
	Footer
	Formula
	Diagram
	partCount
)

// names are the simple selectors that match a part.
var names = [partCount][]string{
	Root: {":root"}, // the section around the whole article
	H1:   {"h1"}, H2: {"h2"}, H3: {"h3"}, H4: {"h4"}, H5: {"h5"}, H6: {"h6"},
	P:  {"p"},
	UL: {"ul"}, OL: {"ol"}, TaskList: {"ul", ".task-list"},
	LI:         {"li"},    // marker and item
	Item:       {".item"}, // the section that holds an item's content
	Task:       {".task"}, // the box before a task
	Blockquote: {"blockquote"},
	HR:         {"hr"},
	Strong:     {"strong"},
	Em:         {"em"},
	Del:        {"del"},
	Mark:       {"mark"},
	Sub:        {"sub"},
	Sup:        {"sup"},
	U:          {"u"},
	Kbd:        {"kbd"},
	Small:      {"small"},
	A:          {"a"}, // links that stay links
	Ruby:       {"ruby"},
	RT:         {"rt"},
	Code:       {"code"}, // code within text
	Img:        {"img"},
	Figure:     {".figure"}, // an image that stands alone, with its caption
	Caption:    {".caption"},
	CodeBox:    {".code"},     // the whole of a code block
	CodeBar:    {".code-bar"}, // dots and label above the code
	CodeDots:   {".code-dots"},
	CodeLabel:  {".code-label"}, // the language
	Pre:        {"pre"},         // the part that scrolls
	PreCode:    {".code-text"},  // the code element in pre
	TableBox:   {".table"},      // the section in which a table scrolls
	Table:      {"table"},
	THead:      {"thead"},
	TBody:      {"tbody"},
	TR:         {"tr"},
	TREven:     {"tr", ".tr-even"}, // every second row of a body
	TH:         {"th"},
	TD:         {"td"},
	// An alert of GitHub's five kinds, or a ::: container of the same name.
	AlertNote:      {".alert", ".alert-note"},
	AlertTip:       {".alert", ".alert-tip"},
	AlertImportant: {".alert", ".alert-important"},
	AlertWarning:   {".alert", ".alert-warning"},
	AlertCaution:   {".alert", ".alert-caution"},
	AlertTitle:     {".alert-title"},
	AlertIcon:      {".alert-icon"},
	Container:      {".container"},            // a ::: container of another name
	LinkMark:       {".mark-link"},            // [1] after the text of a link
	References:     {".notes", ".references"}, // the list of links at the end
	FootnoteMark:   {".mark-footnote"},
	Footnotes:      {".notes", ".footnotes"},
	Reference:      {".note", ".reference"},
	Footnote:       {".note", ".footnote"},
	TOC:            {".toc"},
	TOCTitle:       {".toc-title"},
	TOCItem:        {".toc-item"},
	TOCSubitem:     {".toc-item", ".toc-subitem"}, // an entry below the first level
	Card:           {".card"},                     // around a mini-program card
	Formula:        {".formula"},                  // around a formula on a line of its own
	Diagram:        {".diagram"},                  // around a diagram
	Header:         {".header"},                   // what stands above every article
	Footer:         {".footer"},                   // and below
	FootnotesTitle: {".notes-title", ".footnotes-title"},

	ReferencesTitle: {".notes-title", ".references-title"},
}

// Token is a kind of word in a code block that a theme can colour.
type Token uint8

// The tokens of code, coarse enough that neighbours often share a colour.
const (
	Plain Token = iota
	Comment
	Keyword
	Type
	Function
	BuiltinName
	Variable
	Constant
	Number
	String
	Escape
	Operator
	Punctuation
	Tag
	Attribute
	Meta
	Heading
	Inserted
	Deleted
	tokenCount
)

// tokenNames are the selectors of tokens; Plain is the colour of .code-text.
var tokenNames = [tokenCount]string{
	Comment: ".hl-comment", Keyword: ".hl-keyword", Type: ".hl-type", Function: ".hl-function",
	BuiltinName: ".hl-builtin", Variable: ".hl-variable", Constant: ".hl-constant", Number: ".hl-number",
	String: ".hl-string", Escape: ".hl-escape", Operator: ".hl-operator", Punctuation: ".hl-punctuation",
	Tag: ".hl-tag", Attribute: ".hl-attribute", Meta: ".hl-meta", Heading: ".hl-heading",
	Inserted: ".hl-inserted", Deleted: ".hl-deleted",
}

// Selectors lists every simple selector that a theme can use, parts first.
func Selectors() []string {
	var all []string
	seen := map[string]bool{}
	for _, of := range append(names[:], [][]string{tokenNames[1:]}...) {
		for _, n := range of {
			if !seen[n] {
				seen[n] = true
				all = append(all, n)
			}
		}
	}
	return all
}

// Tokens yields every kind of word in code.
func Tokens() iter.Seq[Token] {
	return func(yield func(Token) bool) {
		for k := Plain; k < tokenCount && yield(k); k++ {
		}
	}
}
