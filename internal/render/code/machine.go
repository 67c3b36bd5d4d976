package code

import (
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/dlclark/regexp2/v2"
	"github.com/dlclark/regexp2/v2/syntax"
)

// machine splits source into the tokens that a lexer of chroma gives, by the
// lexer's own rules. Chroma tries every rule of a state at every place; a machine
// tries those that can begin with the character that stands there, which are
// few. It is safe for concurrent use.
type machine struct {
	lexer  *chroma.RegexLexer
	rules  chroma.CompiledRules
	states map[string]*state
}

// newMachine makes the machine of a lexer; nil if the lexer's rules are not all
// data.
func newMachine(l chroma.Lexer) *machine {
	lexer, ok := l.(*chroma.RegexLexer)
	if !ok {
		return nil
	}
	rules, err := lexer.Rules()
	if err != nil {
		return nil
	}
	m := &machine{lexer: lexer, rules: chroma.CompiledRules{}, states: map[string]*state{}}
	for name, rules := range rules {
		for _, r := range rules {
			_, emits := r.Type.(chroma.SerialisableEmitter)
			_, mutates := r.Mutator.(chroma.SerialisableMutator)
			if r.Type != nil && !emits || r.Mutator != nil && !mutates {
				return nil
			}
			m.rules[name] = append(m.rules[name], &chroma.CompiledRule{Rule: r})
		}
	}
	for again := true; again; {
		if again, err = m.expand(); err != nil {
			return nil
		}
	}
	begin := opening(lexer.Config())
	known := map[*chroma.CompiledRule]*rule{}
	for name, rules := range m.rules {
		s := &state{}
		for _, r := range rules {
			if known[r] == nil {
				known[r] = newRule(r.Rule, begin)
			}
			s.all = append(s.all, known[r])
		}
		m.states[name] = s
	}
	return m
}

// expand lets the first rule that changes rules, such as one that includes another
// state, do so.
func (m *machine) expand() (again bool, err error) {
	for name, rules := range m.rules {
		for i, r := range rules {
			if change, ok := r.Mutator.(chroma.LexerMutator); ok {
				return true, change.MutateLexer(m.rules, name, i)
			}
		}
	}
	return false, nil
}

// opening is what every expression of a lexer begins with: it matches only where
// it is tried, and has the lexer's flags.
func opening(c *chroma.Config) string {
	flags := ""
	if !c.NotMultiline {
		flags += "m"
	}
	if c.CaseInsensitive {
		flags += "i"
	}
	if c.DotAll {
		flags += "s"
	}
	if flags == "" {
		return `\G`
	}
	return `\G(?` + flags + `)`
}

// state holds the rules of a state in their order.
type state struct {
	all   []*rule
	once  sync.Once
	ascii [][]*rule // those that can begin with a character; nil before it is first asked
}

// beginning gives the rules that may begin with a character; of one beyond ASCII,
// all.
func (s *state) beginning(c rune) []*rule {
	s.once.Do(func() {
		s.ascii = make([][]*rule, utf8.RuneSelf)
		for _, r := range s.all {
			for c := range s.ascii {
				if r.begins(rune(c)) {
					s.ascii[c] = append(s.ascii[c], r)
				}
			}
		}
	})
	if c < utf8.RuneSelf {
		return s.ascii[c]
	}
	return s.all
}

// rule is a rule whose expression is compiled when it is first tried. Chroma has
// made sure that it is one.
type rule struct {
	chroma.Rule
	plain bool                  // a match is one token
	first func() *syntax.Prefix // what a match begins with; nil is anything, or nothing
	expr  func() expression
}

type expression struct {
	*regexp2.Regexp
	groups []int
}

func newRule(of chroma.Rule, opening string) *rule {
	expr := opening + "(?:" + of.Pattern + ")"
	_, token := of.Type.(chroma.TokenType)
	return &rule{
		Rule: of, plain: token || of.Type == nil,
		first: sync.OnceValue(func() *syntax.Prefix {
			tree, err := syntax.Parse(expr, syntax.ParseOptions{})
			if err != nil {
				return nil
			}
			code, err := syntax.Write(tree)
			if err != nil {
				return nil
			}
			return code.FcPrefix
		}),
		expr: sync.OnceValue(func() expression {
			re := regexp2.MustCompile(expr)
			re.MatchTimeout = ruleTime
			return expression{re, re.GetGroupNumbers()}
		}),
	}
}

// begins says whether a match may begin with c.
func (r *rule) begins(c rune) bool {
	first := r.first()
	return first == nil || first.PrefixSet.Contains(c) ||
		first.CaseInsensitive && (first.PrefixSet.Contains(unicode.ToLower(c)) || first.PrefixSet.Contains(unicode.ToUpper(c)))
}

// ruleTime bounds the time of a match, as chroma does.
const ruleTime = 250 * time.Millisecond

// tokens gives the tokens of source, whose lines end with "\n", one a call.
func (m *machine) tokens(source string) chroma.Iterator {
	r := &run{machine: m, source: source}
	if m.lexer.Config().EnsureNL && !strings.HasSuffix(source, "\n") {
		r.source += "\n"
	}
	r.text, r.end = []rune(r.source), len([]rune(source))
	r.state = &chroma.LexerState{
		Lexer: m.lexer, Registry: lexers.GlobalLexerRegistry, Text: r.text, Rules: m.rules,
		Stack: []string{root}, MutatorContext: map[any]any{},
	}
	r.take = r.matched
	return r.next
}

// maxIdle is after how many matches of nothing a lexer is taken to run in a
// circle, which some do on what they were not made for.
const maxIdle = 1000

// root is the state in which every lexer begins.
const root = "root"

// run is a machine at work.
type run struct {
	*machine
	state   *chroma.LexerState
	source  string
	text    []rune // of source
	end     int    // of what is to be split: a line end may have been added
	pos, at int    // the place in text and in source
	pending chroma.Iterator
	idle    int // matches of nothing in a row

	take   func(regexp2.MatchView) bool
	rule   *rule // tried last
	length int   // of its match, -1 for none
}

func (r *run) next() chroma.Token {
	for {
		if r.pending != nil {
			switch t := r.pending(); {
			case t == chroma.EOF:
				r.pending = nil
			case t.Type != chroma.Ignore:
				return t
			}
			continue
		}
		s := r.state
		if len(s.Stack) == 0 || r.idle > maxIdle {
			return r.token(chroma.Error, len(r.text)-r.pos)
		}
		if r.pos >= r.end {
			return chroma.EOF
		}
		s.State = s.Stack[len(s.Stack)-1]
		if !r.match(r.states[s.State]) {
			if r.text[r.pos] == '\n' && s.State != root {
				s.Stack = []string{root} // as after a string that is not closed in its line
				continue
			}
			return r.token(chroma.Error, 1)
		}
		r.idle++
		if r.length > 0 {
			r.idle = 0
		}
		t := r.token(chroma.Error, r.length)
		if r.rule.plain {
			s.Groups = []string{t.Value}
		}
		if r.rule.Mutator != nil {
			if err := r.rule.Mutator.Mutate(s); err != nil {
				panic(err)
			}
		}
		if kind, ok := r.rule.Type.(chroma.TokenType); ok {
			if t.Type = kind; t.Value != "" && kind != chroma.Ignore {
				return t
			}
		} else if r.rule.Type != nil {
			r.pending = r.rule.Type.Emit(s.Groups, s)
		}
	}
}

// token takes the next n characters; none are the end.
func (r *run) token(kind chroma.TokenType, n int) chroma.Token {
	if n == 0 {
		return chroma.EOF
	}
	from := r.at
	for _, c := range r.text[r.pos : r.pos+n] {
		r.at += utf8.RuneLen(c)
	}
	r.pos += n
	return chroma.Token{Type: kind, Value: r.source[from:r.at]}
}

// match finds the first rule of a state that matches here.
func (r *run) match(s *state) bool {
	c := r.text[r.pos]
	for _, rule := range s.beginning(c) {
		if c >= utf8.RuneSelf && !rule.begins(c) {
			continue
		}
		r.rule, r.length = rule, -1
		if err := rule.expr().FindRunesMatches(r.text, r.pos, r.take); err == nil && r.length >= 0 {
			return true
		}
	}
	return false
}

// matched takes a match, and of a rule that gives several tokens the groups.
func (r *run) matched(v regexp2.MatchView) bool {
	_, r.length, _ = v.GroupRange(0)
	if r.rule.plain {
		return false
	}
	numbers := r.rule.expr().groups
	r.state.Groups = make([]string, len(numbers))
	for i, number := range numbers {
		at, n, _ := v.GroupRange(number)
		r.state.Groups[i] = string(r.text[at : at+n])
	}
	return false
}
