package wechat

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"regexp"
	"strings"

	"mpsync/internal/diag"
)

// texts names the text of the catalog for a code, where its class says too little.
var texts = map[int]string{
	40164: "api-ip", 45035: "api-ip", 61004: "api-component-ip", 89503: "api-ip-confirm", 89506: "api-ip-confirm", 89507: "api-ip-confirm",
	40125: "api-secret", 41004: "api-secret-missing", 40243: "api-secret-frozen",
	40013: "api-appid", 41002: "api-appid-missing", 50004: "api-account", 50007: "api-account",
	88000: "api-comments", 40066: "api-path", 40007: "api-media-id",
	45003: "api-title", 40227: "api-title", 45110: "api-author", 45004: "api-digest",
	45005: "api-source-url", 41039: "api-source-url", 40039: "api-source-url", 40048: "api-source-url", 45082: "api-source-url",
	45002: "api-content", 45166: "api-content-invalid", 45168: "api-content-invalid", 40155: "api-content-invalid", 45086: "api-content-invalid",
	40010: "api-media-size", 40011: "api-media-size", 40012: "api-media-size", 45007: "api-media-size", 53402: "api-crop",
	46001: "api-media-id", 40114: "api-place", 48004: "api-account",
	45008: "api-articles", 40005: "api-file-type", 40113: "api-file-type", 40137: "api-file-type",
	40006: "api-file-size", 40009: "api-file-size", 45001: "api-file-size", 45034: "api-full", 45074: "api-full",
	48005: "api-in-use", 45060: "api-in-use",
	88001: "api-comment-thread", 88002: "api-comment-safety", 88011: "api-comment-safety", 88003: "api-comment-featured",
	88004: "api-comment-withdrawn", 88005: "api-comment-replied", 88007: "api-comment-reply", 88008: "api-comment-gone",
	87009: "api-comment-no-reply", 88009: "api-comment-no-reply", 88010: "api-comment-count",
	53500: "api-publish-blocked", 53501: "api-publish-often", 53502: "api-publish-id", 53503: "api-publish-check",
	53504: "api-publish-console", 53505: "api-publish-save", 53600: "api-article-id",
	45028: "api-mass-quota", 48003: "api-mass-agree", 45066: "api-mass-client-id", 45067: "api-mass-client-id",
	40003: "api-openid", 43004: "api-openid", 43019: "api-openid", 40130: "api-openids", 61500: "api-day", 61501: "api-day",
	61003: "api-component-authorize", 61023: "api-component-refresh", 40030: "api-component-refresh", 42002: "api-component-refresh", 42007: "api-component-refresh",
	61005: "api-component-ticket", 61006: "api-component-ticket", 40091: "api-component-ticket",
	61007: "api-component-permission", 61017: "api-component-permission", 61009: "api-component-code", 61010: "api-component-code",
	61000: "api-component-credential", 61011: "api-component-credential", 40094: "api-component-credential", 41018: "api-component-credential",
	41021: "api-component-token", 42006: "api-component-token", 61014: "api-component-token", 61015: "api-component-token",
}

// platformCredentials are the codes that mean the platform's AppID and secret
// where it fetches its own token.
var platformCredentials = map[int]bool{40001: true, 40013: true, 40125: true, 41002: true, 41004: true}

// Diagnostic says for people what went wrong and what to do about it.
func (e *Error) Diagnostic() diag.Diagnostic {
	msg := e.Msg
	if e.RID != "" {
		msg += " (rid " + e.RID + ")"
	}
	return diag.New(diag.Error, e.text(), diag.Pos{}, e.API, e.Code, msg, cmp.Or(e.IP(), msg))
}

func (e *Error) text() string {
	switch {
	case errors.Is(e.cause, context.Canceled):
		return "api-interrupted"
	case e.API == "component/api_component_token" && platformCredentials[e.Code]:
		return "api-component-credential"
	case texts[e.Code] == "api-ip" && e.IP() == "":
		return "api-ip-unnamed"
	case e.Code == 0 && e.Class == ClassCredentials && strings.HasPrefix(e.API, "token"):
		return "api-token-command"
	case e.Code == 0 && e.Class == ClassCredentials:
		return "api-component-local"
	case e.Code == 0 && e.Class == ClassRefused:
		return "api-base"
	case e.Code == 40001 && e.Class == ClassCredentials:
		return "api-secret"
	case e.Code == CodeNoComments && strings.HasPrefix(e.API, "comment/"), e.Code == 48015:
		return "api-comment-permission"
	case texts[e.Code] != "":
		return texts[e.Code]
	}
	switch e.Class {
	case ClassToken, ClassMinute, ClassDaily, ClassBusy, ClassNetwork, ClassPermission, ClassClosed:
		return "api-" + string(e.Class)
	default:
		return "api-refused"
	}
}

var refusedIP = regexp.MustCompile(`invalid ip ([0-9a-fA-F.:]*[0-9a-fA-F])`)

// IP is the address that a refusal for its sake names, or "".
func (e *Error) IP() string {
	if m := refusedIP.FindStringSubmatch(e.Msg); m != nil {
		return m[1]
	}
	return ""
}

// Codes says which text of the catalog explains each errcode that is known.
func Codes() map[int]string {
	all := map[int]string{}
	for code, class := range classes {
		all[code] = (&Error{Code: code, Class: class}).text()
	}
	maps.Copy(all, texts)
	return all
}
