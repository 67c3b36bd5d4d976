package manual

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"mpsync/internal/diag"
	"mpsync/internal/wechat"
)

// AnswersFrom is the line of docs/faq.md behind which [Answers] stands.
const AnswersFrom = "<!-- below this line the page is written by go test ./internal/manual -update -->\n"

// Answers says what every errcode and every finding means and what to do.
func Answers(l diag.Lang) string {
	byText := map[string][]int{}
	for code, text := range wechat.Codes() {
		byText[text] = append(byText[text], code)
	}
	first := func(a, b diag.Advice) int { return slices.Min(byText[a.Code]) - slices.Min(byText[b.Code]) }
	var coded, others []diag.Advice
	for _, a := range diag.Findings(l) {
		if byText[a.Code] != nil {
			coded = append(coded, a)
		} else {
			others = append(others, a)
		}
	}
	slices.SortFunc(coded, first)
	var b strings.Builder
	said, do := diag.Text(l, "faq-said"), diag.Text(l, "faq-do")
	fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| %s | %s | %s |\n|---|---|---|\n", diag.Text(l, "faq-codes"), diag.Text(l, "faq-codes-about"), diag.Text(l, "faq-code"), said, do)
	for _, a := range coded {
		var codes []string
		for _, code := range slices.Sorted(slices.Values(byText[a.Code])) {
			codes = append(codes, fmt.Sprintf("`%d`", code))
		}
		answer(&b, strings.Join(codes, " "), a)
	}
	fmt.Fprintf(&b, "\n## %s\n\n%s\n", diag.Text(l, "faq-findings"), diag.Text(l, "faq-findings-about"))
	byLetter := map[string][]diag.Advice{}
	for _, a := range others {
		letter := strings.ToUpper(a.Code[:1])
		byLetter[letter] = append(byLetter[letter], a)
	}
	for _, letter := range slices.Sorted(maps.Keys(byLetter)) {
		fmt.Fprintf(&b, "\n### %s\n\n| %s | %s | %s |\n|---|---|---|\n", letter, diag.Text(l, "faq-finding"), said, do)
		for _, a := range byLetter[letter] {
			answer(&b, "`"+a.Code+"`", a)
		}
	}
	return b.String()
}

// answer writes a row.
func answer(b *strings.Builder, name string, a diag.Advice) {
	cell := strings.NewReplacer("|", `\|`, "\n", " ", "<", `\<`)
	fmt.Fprintf(b, "| %s | %s | %s |\n", name, cell.Replace(a.Message), cell.Replace(a.Hint))
}
