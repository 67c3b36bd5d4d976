package code

import (
	"regexp"
	"strings"

	"github.com/alecthomas/chroma/v2"

	"mpsync/internal/render/theme"
)

// exact are the token types that differ from the rest of their family.
var exact = map[chroma.TokenType]theme.Token{
	chroma.CommentPreproc:        theme.Meta,
	chroma.CommentPreprocFile:    theme.String,
	chroma.CommentHashbang:       theme.Meta,
	chroma.KeywordType:           theme.Type,
	chroma.KeywordConstant:       theme.Constant,
	chroma.NameAttribute:         theme.Attribute,
	chroma.NameBuiltin:           theme.BuiltinName,
	chroma.NameBuiltinPseudo:     theme.BuiltinName,
	chroma.NameClass:             theme.Type,
	chroma.NameConstant:          theme.Constant,
	chroma.NameDecorator:         theme.Meta,
	chroma.NameEntity:            theme.Escape,
	chroma.NameException:         theme.Type,
	chroma.NameFunction:          theme.Function,
	chroma.NameFunctionMagic:     theme.Function,
	chroma.NameKeyword:           theme.Keyword,
	chroma.NameTag:               theme.Tag,
	chroma.NameVariable:          theme.Variable,
	chroma.NameVariableClass:     theme.Variable,
	chroma.NameVariableGlobal:    theme.Variable,
	chroma.NameVariableInstance:  theme.Variable,
	chroma.NameVariableMagic:     theme.Variable,
	chroma.LiteralStringEscape:   theme.Escape,
	chroma.LiteralStringInterpol: theme.Escape,
	chroma.OperatorWord:          theme.Keyword,
	chroma.GenericDeleted:        theme.Deleted,
	chroma.GenericInserted:       theme.Inserted,
	chroma.GenericHeading:        theme.Heading,
	chroma.GenericSubheading:     theme.Heading,
	chroma.GenericPrompt:         theme.Meta,
}

// directive matches the beginning of a comment of Go that is one to a tool. Chroma
// takes every comment for one that has no space behind its slashes, as comments
// in Chinese often do not.
var directive = regexp.MustCompile(`^//([a-z0-9]+:[a-z0-9]|line |export |extern )`)

// kind is what a theme calls a token.
func kind(of chroma.Token) theme.Token {
	t := of.Type
	if t == chroma.CommentPreproc && strings.HasPrefix(of.Value, "//") && !directive.MatchString(of.Value) {
		return theme.Comment
	}
	if k, ok := exact[t]; ok {
		return k
	}
	switch {
	case t.InCategory(chroma.Comment):
		return theme.Comment
	case t.InCategory(chroma.Keyword):
		return theme.Keyword
	case t.InSubCategory(chroma.LiteralNumber):
		return theme.Number
	case t.InCategory(chroma.Literal):
		return theme.String
	case t.InCategory(chroma.Operator):
		return theme.Operator
	case t.InCategory(chroma.Punctuation):
		return theme.Punctuation
	}
	return theme.Plain
}
