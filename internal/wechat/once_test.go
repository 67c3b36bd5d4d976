package wechat

import (
	"context"
	"testing"

	"mpsync/internal/model"
)

// TestWhatMakesSomethingIsCalledOnce goes through every call that is not
// idempotent: whatever is lost on its way, nobody below the journal makes it again.
func TestWhatMakesSomethingIsCalledOnce(t *testing.T) {
	thread := model.Thread{MsgDataID: 1}
	for api, call := range map[string]func(context.Context, *Client) error{
		"material/add_news": func(ctx context.Context, c *Client) error {
			_, err := c.AddNews(ctx, oneArticle)
			return err
		},
		"draft/add": func(ctx context.Context, c *Client) error {
			_, err := c.DraftAdd(ctx, oneArticle)
			return err
		},
		"material/add_material": func(ctx context.Context, c *Client) error {
			_, _, err := c.AddMaterial(ctx, Image, File{Name: "a.png", Data: []byte("x")}, nil)
			return err
		},
		"comment/reply/add": func(ctx context.Context, c *Client) error {
			return c.ReplyToComment(ctx, thread, 7, "谢谢")
		},
		"freepublish/submit": func(ctx context.Context, c *Client) error {
			_, err := c.PublishSubmit(ctx, "M")
			return err
		},
		"message/mass/sendall": func(ctx context.Context, c *Client) error {
			_, err := c.MassSend(ctx, Audience{All: true}, "M", "id", false)
			return err
		},
	} {
		for what, answer := range map[string]string{"no answer": "lost", "-1": busy, "5xx": "5xx", "no JSON": "<html>", "an errcode that no page names": `{"errcode":99999}`} {
			a := answering(t, answer)
			if err := call(t.Context(), a.client()); OutcomeOf(err) != Unknown || len(a.calls) != 1 {
				t.Errorf("%s, %s: %s after %d calls, want unknown after 1: %v", api, what, OutcomeOf(err), len(a.calls), err)
			}
		}
	}
}
