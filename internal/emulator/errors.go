package emulator

import (
	"fmt"
	"maps"
)

// apiError is a refusal of the API: HTTP 200 with an errcode in the body.
type apiError struct {
	code   int
	msg    string         // "" takes the text of the table below
	fields map[string]any // beside errcode and errmsg
}

func (e apiError) Error() string { return fmt.Sprintf("errcode %d: %s", e.code, e.text()) }

func (e apiError) text() string { return firstOf(e.msg, messages[e.code], "unknown error") }

// reply is the body of a refusal. The text ends in the request's id, as it does
// today; documents warn that it must never be compared.
func (e apiError) reply(rid string) map[string]any {
	m := map[string]any{"errcode": e.code, "errmsg": e.text() + " rid: " + rid}
	maps.Copy(m, e.fields)
	return m
}

// refuse returns the error of a code.
func refuse(code int) error { return apiError{code: code} }

// messages are the errmsg texts of the global return codes.
// Source: developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html.
var messages = map[int]string{
	-1:    "system error",
	40001: "invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken",
	40002: "invalid grant_type",
	40003: "invalid openid",
	40004: "invalid media type",
	40005: "invalid file type",
	40006: "invalid meida size",
	40007: "invalid media_id",
	40008: "invalid message type",
	40009: "invalid image size",
	40010: "invalid voice size",
	40011: "invalid video size",
	40012: "invalid thumb size",
	40013: "invalid appid",
	40014: "invalid access_token",
	40033: `invalid charset. please check your request, if include \uxxxx will create fail!`,
	40035: "invalid args size",
	40039: "invalid url size",
	40060: "invalid article idx",
	40066: "invalid url",
	40091: "invalid component ticket",
	40094: "invalid component credential",
	40097: "invalid args",
	40114: "invalid index value",
	40125: "invalid appsecret",
	40130: "invalid openid list size, at least two openid",
	40132: "invalid username",
	40137: "invalid image format",
	40164: "invalid ip, not in whitelist",
	40227: "title empty",
	41001: "access_token missing",
	41002: "appid missing",
	41004: "appsecret missing",
	41005: "media data missing",
	41006: "media_id missing",
	41011: "missing required fields! please check document and request json!",
	41018: "missing component_appid",
	41021: "missing component_access_token",
	41039: "invalid content_source_url",
	42001: "access_token expired",
	42002: "refresh_token expired",
	42006: "component_access_token expired",
	43001: "require GET method",
	43002: "require POST method",
	44001: "empty media data",
	44002: "empty post data",
	44003: "empty news data",
	44004: "empty content",
	45001: "media size out of limit",
	45002: "content size out of limit",
	45003: "title size out of limit",
	45004: "description size out of limit",
	45005: "url size out of limit",
	45007: "playtime out of limit",
	45008: "article size out of limit",
	45009: "reach max api daily quota limit",
	45011: "api minute-quota reach limit, must slower, retry next minute",
	45028: "has no masssend quota",
	45065: "clientmsgid exist",
	45066: "same clientmsgid retry too fast",
	45067: "clientmsgid size out of limit",
	45074: "material list size out of limit, you should delete the useless material",
	45083: "the speed out of range",
	45084: "No speed message",
	45086: "invalid attrbute 'data-miniprogram-appid'",
	45103: "This API has been unsupported",
	45106: "This API has been unsupported. For more details, please view https://mp.weixin.qq.com/cgi-bin/announce?action=getannouncement&announce_id=11644831863qFQSh&version=&lang=zh_CN",
	45110: "author size out of limit",
	45166: "invalid content",
	47001: "data format error",
	47002: `data format error, do NOT use json unicode encode (\uxxxx\uxxxx), please use utf8 encoded text!`,
	48001: "api unauthorized",
	48005: "forbid to delete material used by auto-reply or menu",
	48006: "forbid to clear quota because of reaching the limit",
	50004: "not allow to use accesstoken",
	53402: "cover crop failed",
	53404: "product ability restricted",
	53405: "invalid product info",
	53406: "product ability not opened",
	53500: "publish blocked",
	53501: "publish too frequent",
	53502: "invalid publish id",
	53503: "draft failed the publish check",
	53504: "please publish on mp.weixin.qq.com",
	53505: "please save the draft on mp.weixin.qq.com first",
	53600: "invalid article id",
	61003: "component is not authorized by this account",
	61004: "access clientip is not registered",
	61006: "component ticket is invalid",
	61007: "api is unauthorized to component",
	61010: "code is expired",
	61011: "invalid component",
	61014: "must use component token for component api",
	61015: "must use biz account token for not component api",
	61023: "refresh_token is invalid",
	61500: "date format error",
	61501: "date range error",
	76001: "rid not exist",
	76002: "invalid rid",
	76003: "no permission to query this rid",
	76004: "rid expired",
	76021: "cgi_path not found, please check",
	87009: "reply is not exists",
	88000: "without comment privilege",
	88001: "msg_data is not exists",
	88002: "the article is limit for safety",
	88003: "elected comment upper limit",
	88004: "comment was deleted by user",
	88005: "already reply",
	88007: "reply content beyond max len or content len is zero",
	88008: "comment is not exists",
	88009: "reply is not exists",
	88010: "count range error. cout <= 0 or count > 50",
	89503: "this ip needs confirmation by the administrator",
}

// done is the reply of calls that return nothing but success.
type done struct {
	Code int    `json:"errcode"`
	Msg  string `json:"errmsg"`
}

var ok = done{0, "ok"}

// file is a reply that is not JSON.
type file struct {
	name, contentType string
	data              []byte
}
