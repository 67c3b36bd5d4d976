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

// earlyFlag is the value of a flag, the last one where it is given twice, as for
// every flag; "" where it is not given.
func earlyFlag(args []string, long, short string) string {
	given := ""
	for i := 0; i < len(args) && args[i] != "--"; i++ {
		arg := args[i]
		switch {
		case arg == long || short != "" && arg == short:
			if i++; i < len(args) {
				given = args[i]
			}
		case strings.HasPrefix(arg, long+"="):
			given = strings.TrimPrefix(arg, long+"=")
		case short != "" && strings.HasPrefix(arg, short):
			given = strings.TrimPrefix(strings.TrimPrefix(arg, short), "=")
		}
	}
	return given
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
