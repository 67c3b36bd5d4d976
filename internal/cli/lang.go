package cli

import (
	"strings"

	"mpsync/internal/diag"
	"mpsync/internal/site"
)

// earlyLang is the language before flags and site are read, so that help and
// mistakes are worded in it too: --lang, else the site's, else the environment's.
func earlyLang(sys System, args []string) diag.Lang {
	if l, ok := diag.ParseLang(earlyFlag(args, "--lang", "")); ok {
		return l
	}
	if l, ok := diag.ParseLang(site.Language(earlyFlag(args, "--dir", "-C"))); ok {
		return l
	}
	return envLang(sys)
}

// earlyFlag is the value of a flag, "" where it is not given.
func earlyFlag(args []string, long, short string) string {
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, long+"="); ok {
			return value
		}
		if value, ok := strings.CutPrefix(arg, short); ok && short != "" && value != "" {
			return strings.TrimPrefix(value, "=")
		}
		if (arg == long || arg == short && short != "") && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}

// envLang is the language of the environment; English where it says nothing.
func envLang(sys System) diag.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v, ok := sys.Env(name); ok && v != "" {
			if l, ok := diag.ParseLang(v); ok {
				return l
			}
			return diag.English
		}
	}
	return diag.English
}

// useLang puts the site's language into force, unless --lang was given.
func (a *app) useLang(lang string) {
	if l, ok := diag.ParseLang(lang); ok && a.flags.lang == "" {
		a.console.Lang = l
	}
}
