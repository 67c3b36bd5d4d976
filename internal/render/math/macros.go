package math

import (
	"regexp"
	"strings"
)

// defining matches the commands of TeX that define others.
var defining = regexp.MustCompile(`\\(?:(newcommand|renewcommand|providecommand|newenvironment|renewenvironment|DeclareMathOperator)\*?|(def|let))[^a-zA-Z@]`)

// Definitions splits a formula into the definitions in it, which hold for the
// formulas after it too, and the rest.
func Definitions(tex string) (macros, rest string) {
	if !strings.Contains(tex, `\`) {
		return "", tex
	}
	var defined, other strings.Builder
	for {
		m := defining.FindStringSubmatchIndex(tex)
		if m == nil {
			break
		}
		end := definition(tex, m)
		defined.WriteString(tex[m[0]:end])
		other.WriteString(tex[:m[0]])
		tex = tex[end:]
	}
	other.WriteString(tex)
	return defined.String(), other.String()
}

// definition is where the definition ends that m found.
func definition(tex string, m []int) int {
	i := m[1] - 1 // behind the command's name
	switch {
	case m[4] >= 0 && tex[m[4]:m[5]] == "let":
		i = skipArgument(tex, skipArgument(tex, i), '=')
		return i
	case m[4] >= 0: // \def\name#1#2{…}
		if open := strings.IndexByte(tex[i:], '{'); open >= 0 {
			return skipArgument(tex, i+open)
		}
		return len(tex)
	}
	groups := 1 // behind the name
	if strings.HasSuffix(tex[m[2]:m[3]], "environment") {
		groups = 2
	}
	i = skipArgument(tex, i)
	for {
		next := i + len(tex[i:]) - len(strings.TrimLeft(tex[i:], " \n\t"))
		if next >= len(tex) || tex[next] != '[' {
			break
		}
		end := strings.IndexByte(tex[next:], ']')
		if end < 0 {
			return len(tex)
		}
		i = next + end + 1
	}
	for range groups {
		i = skipArgument(tex, i)
	}
	return i
}

// skipArgument is where the argument ends that begins at i: a group, a command
// or a character. White space and the characters of skip before it belong to it.
func skipArgument(tex string, i int, skip ...byte) int {
	for i < len(tex) && (strings.IndexByte(" \n\t", tex[i]) >= 0 || strings.IndexByte(string(skip), tex[i]) >= 0) {
		i++
	}
	if i >= len(tex) {
		return len(tex)
	}
	switch tex[i] {
	case '\\':
		j := i + 1
		for j < len(tex) && (tex[j]|0x20 >= 'a' && tex[j]|0x20 <= 'z') {
			j++
		}
		return min(max(j, i+2), len(tex))
	case '{':
		depth := 0
		for ; i < len(tex); i++ {
			switch tex[i] {
			case '\\':
				i++
			case '{':
				depth++
			case '}':
				if depth--; depth == 0 {
					return i + 1
				}
			}
		}
		return len(tex)
	}
	return i + 1
}
