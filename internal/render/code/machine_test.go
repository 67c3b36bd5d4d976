package code

import (
	"testing"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// split is all tokens that have text.
func split(tokens chroma.Iterator) (all []chroma.Token) {
	for t := tokens(); t != chroma.EOF; t = tokens() {
		if t.Value != "" {
			all = append(all, t)
		}
	}
	return all
}

func TestMachinesGiveTheTokensOfChroma(t *testing.T) {
	machines := map[string]*machine{}
	names := []string{
		"go", "bash", "python", "javascript", "typescript", "html", "css", "diff", "yaml", "json", "java", "sql", "ruby", "c", "c++",
		"c#", "rust", "kotlin", "swift", "docker", "toml", "ini", "xml", "scala", "lua", "perl", "powershell", "makefile", "vim", "nginx configuration file",
	}
	for _, name := range names {
		if machines[name] = newMachine(lexers.Get(name)); machines[name] == nil {
			t.Fatal("no machine for", name)
		}
	}
	text := rapid.StringMatching("([ -~中é“\n\t]|if|func|def|class|return|\"\"\"|\"|'|`|/\\*|\\*/|//|--|#|<!--|-->|<script>|</script>|\\$\\{|\\$\\(|<<EOF\n|EOF\n|\\\\|0x1f|1e9|@@ -1 \\+1 @@\n|\n[+]a|\n[-]b){0,40}")
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "lexer")
		source := text.Draw(t, "source")
		tokens, err := machines[name].lexer.Tokenise(nil, source)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(split(tokens), split(machines[name].tokens(source))); diff != "" {
			t.Fatalf("%s: %s", name, diff)
		}
	})
}

// A lexer must not keep mpsync for ever, as chroma's do with these.
func TestLexersThatRunInACircleEnd(t *testing.T) {
	h := highlighter(t)
	for lang, source := range map[string]string{"jungle": "{", "jsonata": "^", "squidconf": "a::T"} {
		if got := shown(h.HTML(source, lang)); got != source {
			t.Errorf("%s: %q became %q", lang, source, got)
		}
	}
}
