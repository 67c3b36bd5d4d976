package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// threadOf reads off a state file what the comments of an article are called by.
func threadOf(ts *testscript.TestScript, file, article string) map[string]any {
	var st struct {
		Messages map[string]struct {
			Publication struct {
				MsgDataID uint64 `json:"msg_data_id"`
				Articles  []struct {
					Address string
					Index   int
				}
			}
		}
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(file)), &st))
	for _, m := range st.Messages {
		for _, a := range m.Publication.Articles {
			if a.Address == article {
				return map[string]any{"msg_data_id": m.Publication.MsgDataID, "index": a.Index}
			}
		}
	}
	ts.Fatalf("%s does not know %s as published", file, article)
	return nil
}

// cmdComment writes comments as readers do, or deletes one.
func cmdComment(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 4, "comment ACCOUNT STATE ARTICLE TEXT… | comment ACCOUNT STATE ARTICLE --many N | … --delete ID")
	a, texts := accountOf(ts, args[0]), args[3:]
	body := threadOf(ts, args[1], args[2])
	switch texts[0] {
	case "--delete":
		id, err := strconv.Atoi(texts[1])
		ts.Check(err)
		body["delete"] = id
		ts.Check(a.do(http.MethodPost, "/_emulator/comments", body, nil))
		return
	case "--many":
		n, err := strconv.Atoi(texts[1])
		ts.Check(err)
		texts = nil
		for i := range n {
			texts = append(texts, fmt.Sprintf("第 %d 条留言", i+1))
		}
	}
	for _, text := range texts {
		body["content"] = text
		body["openid"] = "oReader" + fmt.Sprint(len(text))
		ts.Check(a.do(http.MethodPost, "/_emulator/comments", body, nil))
	}
}

// cmdModerate does one thing to a comment as a person in the console.
func cmdModerate(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 5, "moderate ACCOUNT STATE ARTICLE CALL ID [TEXT]")
	body := threadOf(ts, args[1], args[2])
	id, err := strconv.Atoi(args[4])
	ts.Check(err)
	body["user_comment_id"] = id
	if len(args) > 5 {
		body["content"] = args[5]
	}
	ts.Check(accountOf(ts, args[0]).call("comment/"+args[3], body, nil))
}

// cmdSeen prints the comments of an article as the account has them.
func cmdSeen(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 3, "seen ACCOUNT STATE ARTICLE")
	body := threadOf(ts, args[1], args[2])
	body["begin"], body["count"] = 0, 49
	var page struct {
		Comment []struct {
			ID      int    `json:"user_comment_id"`
			Text    string `json:"content"`
			Elected int    `json:"comment_type"`
			Reply   struct{ Content string }
		}
	}
	ts.Check(accountOf(ts, args[0]).call("comment/list", body, &page))
	var b strings.Builder
	for _, c := range page.Comment {
		fmt.Fprintf(&b, "#%d %s featured=%d reply=%s\n", c.ID, c.Text, c.Elected, c.Reply.Content)
	}
	_, err := io.WriteString(ts.Stdout(), b.String())
	ts.Check(err)
}
