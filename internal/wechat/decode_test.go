package wechat

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDecodeForgives(t *testing.T) {
	type answer struct {
		head
		N     integer
		S     string
		Items []struct{ X integer }
	}
	want := answer{N: 5, S: "a\nb"}
	for name, body := range map[string]string{
		"plain":                      `{"n":5,"s":"a\nb"}`,
		"byte order mark":            "\ufeff" + `{"n":5,"s":"a\nb"}`,
		"white space and then a BOM": " \r\n\ufeff\n" + `{"n":5,"s":"a\nb"}` + "\n\n",
		"raw control characters":     "{\"n\":5,\n\"s\":\"a\nb\"}",
		"number in a string":         `{"n":"5","s":"a\nb"}`,
		"number with a fraction":     `{"n":5.0,"s":"a\nb","items":null}`,
		"errcode in a string":        `{"errcode":"0","n":" 5 ","s":"a\nb"}`,
		"unknown fields":             `{"n":5,"s":"a\nb","tags":[],"x":{"y":1}}`,
	} {
		var got answer
		if err := decode([]byte(body), &got); err != nil {
			t.Errorf("%s: %v", name, err)
		} else if diff := cmp.Diff(want, got, cmp.AllowUnexported(answer{}, head{})); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	var got answer
	if err := decode([]byte("{\"s\":\"a\xffb\x01\\\"\tc\"}"), &got); err != nil || got.S != "a\ufffdb\x01\"\tc" {
		t.Errorf("not UTF-8: %q, %v", got.S, err)
	}
}

func TestDecodeRefusesWithoutQuoting(t *testing.T) {
	for body, want := range map[string]string{
		"":                                 "empty answer",
		"<html>CANARY</html>":              "not JSON",
		`[{"errcode":0}]`:                  "not JSON",
		`{"errcode":"CANARY"}`:             "no whole number",
		`{"errcode":1.5}`:                  "no whole number",
		`{"errmsg":{"CANARY":1}}`:          "object",
		`{"errmsg":"CANARY`:                "broken JSON",
		`{"errcode":0} {"errmsg":"CANARY"`: "broken JSON",
	} {
		err := decode([]byte(body), &head{})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "CANARY") {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestInteger(t *testing.T) {
	for in, want := range map[string]integer{
		"true": 1, "false": 0, `""`: 0, "null": 0, "-1": -1, `"2247483655"`: 2247483655, "9007199254740993": 9007199254740993,
	} {
		var got integer
		if err := json.Unmarshal([]byte(in), &got); err != nil || got != want {
			t.Errorf("%s: %d, %v", in, got, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{`{"errcode":"40001","errmsg":"x"}`, "\ufeff{\"errmsg\":\"a\nb\\\"\"}", "{\"errmsg\":\"\\", `{"item":[{}]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var l listed
		if decode(body, &l) == nil {
			l.messages(false)
		}
		if json.Valid(body) && !json.Valid(escapeControls(body)) {
			t.Errorf("sound JSON was broken: %q", body)
		}
		if clean := escapeControls(body); !cmp.Equal(clean, escapeControls(clean)) {
			t.Errorf("escaping again changed %q", clean)
		}
	})
}
