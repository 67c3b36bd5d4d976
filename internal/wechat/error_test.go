package wechat

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"mpsync/internal/diag"
)

func TestRefusalClassesAndOutcomes(t *testing.T) {
	for code, want := range map[int]struct {
		class   Class
		outcome Outcome
		text    string
	}{
		-1:    {ClassBusy, Unknown, "api-busy"},
		40001: {ClassToken, NotDone, "api-token"},
		40014: {ClassToken, NotDone, "api-token"},
		42001: {ClassToken, NotDone, "api-token"},
		45009: {ClassDaily, NotDone, "api-daily"},
		45011: {ClassMinute, NotDone, "api-minute"},
		40013: {ClassCredentials, NotDone, "api-appid"},
		40125: {ClassCredentials, NotDone, "api-secret"},
		40164: {ClassCredentials, NotDone, "api-ip-unnamed"}, // "msg" names no address
		40243: {ClassCredentials, NotDone, "api-secret-frozen"},
		89503: {ClassCredentials, NotDone, "api-ip-confirm"},
		48001: {ClassPermission, NotDone, "api-permission"},
		88000: {ClassPermission, NotDone, "api-comments"},
		45103: {ClassClosed, NotDone, "api-closed"},
		45106: {ClassClosed, NotDone, "api-closed"},
		48009: {ClassClosed, NotDone, "api-closed"},
		40007: {ClassRefused, NotDone, "api-media-id"},
		45003: {ClassRefused, NotDone, "api-title"},
		45110: {ClassRefused, NotDone, "api-author"},
		45166: {ClassRefused, NotDone, "api-content-invalid"},
		47001: {ClassRefused, NotDone, "api-refused"},
		45102: {ClassBusy, Unknown, "api-busy"},
		12345: {ClassRefused, Unknown, "api-refused"},
	} {
		e := refusal("draft/add", code, "msg", false)
		if e.Class != want.class || e.Outcome != want.outcome || e.Diagnostic().Code != want.text {
			t.Errorf("%d: %s, %s, %s", code, e.Class, e.Outcome, e.Diagnostic().Code)
		}
	}
}

func TestWrongSecretIsNoExpiredToken(t *testing.T) {
	e := refusal("stable_token", 40001, "invalid credential", true)
	if e.Class != ClassCredentials || e.Diagnostic().Code != "api-secret" {
		t.Errorf("%s, %s", e.Class, e.Diagnostic().Code)
	}
}

func TestEveryTextOfACodeExists(t *testing.T) {
	for code := range classes {
		d := refusal("draft/add", code, "invalid ip 1.2.3.4, not in whitelist rid: 6207df1a-08ef8516", code%2 == 0).Diagnostic()
		for _, l := range []diag.Lang{diag.English, diag.Chinese} {
			if s := d.Message(l) + d.Hint(l); strings.Contains(s, "%!") || d.Hint(l) == "" {
				t.Errorf("%d: %s", code, s)
			}
		}
	}
}

func TestRefusedAddressIsNamed(t *testing.T) {
	const msg = "invalid ip 8.149.0.108 ipv6 ::ffff:8.149.0.108, not in whitelist rid: 6207df1a-08ef8516-2a6c18c6"
	e := refusal("token", 40164, msg, true)
	if e.IP() != "8.149.0.108" || e.RID != "6207df1a-08ef8516-2a6c18c6" {
		t.Errorf("IP %q, RID %q", e.IP(), e.RID)
	}
	d := e.Diagnostic()
	if !strings.Contains(d.Message(diag.Chinese), " 8.149.0.108 ") || !strings.Contains(d.Hint(diag.English), "5 to 10 minutes") {
		t.Errorf("%s; %s", d.Message(diag.Chinese), d.Hint(diag.English))
	}
	v6 := refusal("token", 40164, "invalid ip 2001:db8::1, not in whitelist", true)
	if v6.IP() != "2001:db8::1" {
		t.Errorf("IP %q", v6.IP())
	}
}

func TestRequestIDLeavesTheMessage(t *testing.T) {
	for in, want := range map[string][2]string{
		"invalid media_id rid: 6207df1a-08ef":            {"invalid media_id", "6207df1a-08ef"},
		"invalid media_id hint: [ab_C!] rid: 62-08":      {"invalid media_id", "62-08"},
		"not in whitelist, rid: 62-08":                   {"not in whitelist", "62-08"},
		"This API has been unsupported hint: [..]":       {"This API has been unsupported", ""},
		"could get access_token by getStableAccessToken": {"could get access_token by getStableAccessToken", ""},
		"": {"no message", ""},
		"data format error, do NOT use json unicode encode": {"data format error, do NOT use json unicode encode", ""},
	} {
		if msg, id := cutRID(in); msg != want[0] || id != want[1] {
			t.Errorf("%q: got %q, %q", in, msg, id)
		}
	}
	e := refusal("draft/get", 40007, "invalid media_id rid: 62-08", false)
	if got := e.Error(); got != "draft/get: 40007 invalid media_id (rid 62-08)" {
		t.Error(got)
	}
}

func TestOutcomeOf(t *testing.T) {
	e := refusal("draft/add", 45009, "", false)
	for _, tt := range []struct {
		err     error
		outcome Outcome
		code    int
		class   Class
	}{
		{nil, OK, 0, ""},
		{e, NotDone, 45009, ClassDaily},
		{fmt.Errorf("create %q: %w", "x", e), NotDone, 45009, ClassDaily},
		{errors.New("else"), Unknown, 0, ""},
	} {
		if OutcomeOf(tt.err) != tt.outcome || CodeOf(tt.err) != tt.code || ClassOf(tt.err) != tt.class {
			t.Errorf("%v: %s, %d, %q", tt.err, OutcomeOf(tt.err), CodeOf(tt.err), ClassOf(tt.err))
		}
	}
}

func TestAnInterruptedCallIsNoNetworkTrouble(t *testing.T) {
	e := &Error{API: "draft/update", Class: ClassNetwork, cause: context.Canceled}
	if got := e.Diagnostic().Code; got != "api-interrupted" {
		t.Error(got)
	}
}
