package wechat

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Error is a call that was refused, or whose answer did not come or could not be
// read. Neither it nor what it wraps holds a secret.
type Error struct {
	API     string // path below /cgi-bin/, such as "draft/add"
	Code    int    // errcode, 0 when no answer with one was read
	Msg     string // errmsg without its request id, or what went wrong on the way
	RID     string // request id, which WeChat can look up for seven days
	Status  int    // HTTP status of the answer, 0 without one
	Class   Class
	Outcome Outcome
	// cause is a well-known error that holds no text of ours, or a token
	// source's error.
	cause error
}

// Error names the call, the code, the message and the request id.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.API + ": ")
	if e.Code != 0 {
		fmt.Fprintf(&b, "%d ", e.Code)
	}
	b.WriteString(e.Msg)
	if e.RID != "" {
		b.WriteString(" (rid " + e.RID + ")")
	}
	return b.String()
}

// Unwrap gives what can be tested for: context errors, system call errors.
func (e *Error) Unwrap() error { return e.cause }

// Class groups errors by what can be done about them.
type Class string

// The classes. What the client could do about one it has done before it returns
// an error.
const (
	ClassToken       Class = "token"       // the token was refused, also after a refresh
	ClassBusy        Class = "busy"        // -1, 5xx
	ClassMinute      Class = "minute"      // limit of calls a minute
	ClassDaily       Class = "daily"       // no calls left today
	ClassCredentials Class = "credentials" // AppID, secret, IP address, account
	ClassPermission  Class = "permission"  // the account may not use this API
	ClassClosed      Class = "closed"      // nobody may use this API any more
	ClassRefused     Class = "refused"     // the request itself is wrong
	ClassNetwork     Class = "network"     // no answer, or none that can be read
)

// Outcome says whether a call took effect.
type Outcome int

// The outcomes.
const (
	OK      Outcome = iota
	NotDone         // surely without effect
	Unknown         // with or without effect
)

// String is "ok", "not done" or "unknown".
func (o Outcome) String() string { return [...]string{"ok", "not done", "unknown"}[o] }

// OutcomeOf says what became of the call that returned err.
func OutcomeOf(err error) Outcome {
	if err == nil {
		return OK
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Outcome
	}
	return Unknown
}

// CodeOf is the errcode of err, 0 when it has none.
func CodeOf(err error) int {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return 0
}

// ClassOf is the class of err, "" when it is no error of the API.
func ClassOf(err error) Class {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Class
	}
	return ""
}

// The codes that callers branch on.
const (
	CodeInvalidMediaID = 40007 // no such media_id, or none of this account
	CodeNoComments     = 88000 // the account may not open comments
	CodeHasReply       = 88005
	CodeNoComment      = 88008
	CodeNoReply        = 88009
	CodeNoReplyOlder   = 87009 // CodeNoReply, in older documents
	// CodeInvalidArticleID names a publication that is none, or is deleted.
	CodeInvalidArticleID = 53600
)

// classes lists the codes that WeChat gives before a call has any effect. Of any
// other code, such as -1, the outcome is unknown.
// https://developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html
var classes = map[int]Class{
	40001: ClassToken, 40014: ClassToken, 42001: ClassToken,
	45011: ClassMinute, 45009: ClassDaily, 45101: ClassDaily,
	40013: ClassCredentials, 40125: ClassCredentials, 40164: ClassCredentials, 40243: ClassCredentials,
	41002: ClassCredentials, 41004: ClassCredentials, 40002: ClassCredentials, 45035: ClassCredentials,
	50004: ClassCredentials, 50007: ClassCredentials, 61004: ClassCredentials, 89503: ClassCredentials,
	89506: ClassCredentials, 89507: ClassCredentials,
	48001: ClassPermission, 48004: ClassPermission, 48008: ClassPermission, 48015: ClassPermission,
	50001: ClassPermission, 50002: ClassPermission, 61003: ClassCredentials, 61007: ClassPermission,
	88000: ClassPermission, 53404: ClassPermission, 53406: ClassPermission,
	45103: ClassClosed, 45106: ClassClosed, 48009: ClassClosed,
	40004: ClassRefused, 40005: ClassRefused, 40006: ClassRefused, 40007: ClassRefused, 40008: ClassRefused,
	40009: ClassRefused, 40010: ClassRefused, 40011: ClassRefused, 40012: ClassRefused, 40033: ClassRefused,
	40035: ClassRefused, 40039: ClassRefused, 40048: ClassRefused, 40060: ClassRefused, 40066: ClassRefused,
	40097: ClassRefused, 40113: ClassRefused, 40114: ClassRefused, 40137: ClassRefused, 40155: ClassRefused,
	40227: ClassRefused, 40229: ClassRefused, 41001: ClassRefused, 41005: ClassRefused, 41006: ClassRefused, 41011: ClassRefused,
	41039: ClassRefused, 43001: ClassRefused, 43002: ClassRefused, 43003: ClassRefused, 44001: ClassRefused,
	44002: ClassRefused, 44003: ClassRefused, 44004: ClassRefused, 45001: ClassRefused, 45002: ClassRefused,
	45003: ClassRefused, 45004: ClassRefused, 45005: ClassRefused, 45006: ClassRefused, 45007: ClassRefused,
	45008: ClassRefused, 45034: ClassRefused, 45060: ClassRefused, 45074: ClassRefused, 45082: ClassRefused,
	45086: ClassRefused, 45110: ClassRefused, 45166: ClassRefused, 45168: ClassRefused, 46001: ClassRefused,
	47001: ClassRefused, 47002: ClassRefused, 48005: ClassRefused, 48010: ClassRefused, 53402: ClassRefused,
	53405: ClassRefused,
	87009: ClassRefused, 88001: ClassRefused, 88002: ClassRefused, 88003: ClassRefused, 88004: ClassRefused,
	88005: ClassRefused, 88007: ClassRefused, 88008: ClassRefused, 88009: ClassRefused, 88010: ClassRefused, 88011: ClassRefused,
	// Publishing and broadcasting.
	45028: ClassDaily, 45066: ClassMinute, 48003: ClassPermission,
	40003: ClassRefused, 40130: ClassRefused, 43004: ClassRefused, 43019: ClassRefused, 45067: ClassRefused,
	53500: ClassRefused, 53501: ClassRefused, 53502: ClassRefused, 53503: ClassRefused, 53504: ClassRefused, 53505: ClassRefused, 53600: ClassRefused,
	61500: ClassRefused, 61501: ClassRefused,
	// Third-party platforms.
	40030: ClassCredentials, 40091: ClassCredentials, 40094: ClassCredentials, 41018: ClassCredentials, 41021: ClassCredentials,
	42002: ClassCredentials, 42006: ClassCredentials, 42007: ClassCredentials, 61000: ClassCredentials, 61005: ClassCredentials,
	61006: ClassCredentials, 61009: ClassCredentials, 61010: ClassCredentials, 61011: ClassCredentials, 61014: ClassCredentials,
	61015: ClassCredentials, 61017: ClassPermission, 61023: ClassCredentials,
}

// refusal makes the error of an answer that bears an errcode. For a call that
// fetches a token, 40001 means a wrong secret.
func refusal(api string, code int, errmsg string, fetchesToken bool) *Error {
	e := &Error{API: api, Code: code, Class: ClassRefused, Outcome: Unknown}
	e.Msg, e.RID = cutRID(errmsg)
	if class, ok := classes[code]; ok {
		e.Class, e.Outcome = class, NotDone
	}
	switch {
	case code == -1 || code == 45102: // 45102: blocked for a while
		e.Class = ClassBusy
	case code == 40001 && fetchesToken:
		e.Class = ClassCredentials
	}
	return e
}

var (
	rid  = regexp.MustCompile(`,?\s*\brid: ?([0-9A-Za-z-]+)`)
	hint = regexp.MustCompile(`\s*\bhint: ?\[[^\]]*\]`)
)

// cutRID takes the request id out of an errmsg, and the older hint.
func cutRID(errmsg string) (msg, id string) {
	if m := rid.FindStringSubmatch(errmsg); m != nil {
		id = m[1]
	}
	msg = strings.TrimSpace(hint.ReplaceAllString(rid.ReplaceAllString(errmsg, ""), ""))
	if msg == "" {
		msg = "no message"
	}
	return msg, id
}
