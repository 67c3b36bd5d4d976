package main

import (
	"bytes"
	"image"
	"image/png"
	"maps"
	"net/http"
	"os"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"
)

// console does in the web console what only a person can do there.
func (a account) console(title, action string, more map[string]any) error {
	h, _, err := a.find(title)
	if err != nil {
		return err
	}
	body := map[string]any{"action": action, "media_id": h.MediaID}
	maps.Copy(body, more)
	return a.do(http.MethodPost, "/_emulator/console", body, nil)
}

func cmdConsole(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 3, "console ACCOUNT TITLE ACTION [KEY=VALUE…]")
	ts.Check(accountOf(ts, args[0]).console(args[1], args[2], pairs(ts, args[3:])))
}

// cmdBorrow is a colleague who makes a message of the cover of another one, as
// its own cover or in its text.
func cmdBorrow(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 4, "borrow ACCOUNT TITLE NEW cover|text")
	a := accountOf(ts, args[0])
	h, i, err := a.find(args[1])
	ts.Check(err)
	from := h.Content.Items[i]
	item := map[string]any{"title": args[2], "content": "<p>x</p>", "thumb_media_id": from["thumb_media_id"]}
	if args[3] == "text" {
		var up struct {
			MediaID string `json:"media_id"`
		}
		var b bytes.Buffer
		ts.Check(png.Encode(&b, image.NewGray(image.Rect(0, 0, 9, 9))))
		ts.Check(a.upload("material/add_material?type=image", "colleague.png", b.Bytes(), &up))
		item["thumb_media_id"], item["content"] = up.MediaID, `<section style="background-image:url(`+from["thumb_url"].(string)+`)">x</section>`
	}
	api := map[string]string{"draft": "draft/add", "news": "material/add_news"}[h.library]
	ts.Check(a.call(api, map[string]any{"articles": []any{item}}, nil))
}

func cmdClock(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2, "clock ACCOUNT SECONDS")
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(accountOf(ts, args[0]).do(http.MethodPost, "/_emulator/clock", map[string]any{"advance_s": n}, nil))
}

// cmdConsent is the account's administrator authorizing a third-party platform,
// and WeChat pushing it a ticket.
func cmdConsent(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 1, "consent ACCOUNT")
	var given struct {
		Ticket string `json:"component_verify_ticket"`
		Code   string `json:"authorization_code"`
	}
	ts.Check(accountOf(ts, args[0]).do(http.MethodPost, "/_emulator/component", nil, &given))
	ts.Setenv("CODE", given.Code)
	ts.Check(os.WriteFile(ts.MkAbs("../ticket"), []byte(given.Ticket+"\n"), 0o600))
}
