package wechat

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mpsync/internal/model"
)

var payload = model.Payload{
	Fields:   model.Fields{Title: "题<&>", Author: "张三", Digest: "摘要", SourceURL: "https://x/?a&b", ShowCover: true},
	Comments: model.CommentsFans, ThumbMediaID: "C", Content: `<p style="a">文` + "\u2028" + `</p>`,
}

const wireArticle = `{"title":"题<&>","thumb_media_id":"C","author":"张三","digest":"摘要","show_cover_pic":1,` +
	`"content":"<p style=\"a\">文` + "\u2028" + `</p>","content_source_url":"https://x/?a&b","need_open_comment":1,"only_fans_can_comment":1}`

func TestRequests(t *testing.T) {
	for api, tt := range map[string]struct {
		make func(context.Context, *Client) error
		body string
	}{
		"material/add_news": {func(ctx context.Context, c *Client) error {
			_, err := c.AddNews(ctx, []model.Payload{payload, payload})
			return err
		}, `{"articles":[` + wireArticle + `,` + wireArticle + `]}`},
		"material/update_news": {
			func(ctx context.Context, c *Client) error { return c.UpdateNews(ctx, "M", 2, payload) },
			`{"media_id":"M","index":2,"articles":` + wireArticle + `}`,
		},
		"material/get_material": {
			func(ctx context.Context, c *Client) error { _, err := c.GetNews(ctx, "M"); return err }, `{"media_id":"M"}`,
		},
		"material/batchget_material": {
			func(ctx context.Context, c *Client) error { _, _, err := c.BatchGetNews(ctx, 40, 20); return err },
			`{"type":"news","offset":40,"count":20}`,
		},
		"material/del_material": {func(ctx context.Context, c *Client) error { return c.DelMaterial(ctx, "M") }, `{"media_id":"M"}`},
		"draft/add": {func(ctx context.Context, c *Client) error {
			_, err := c.DraftAdd(ctx, []model.Payload{payload})
			return err
		}, `{"articles":[` + wireArticle + `]}`},
		"draft/update": {
			func(ctx context.Context, c *Client) error { return c.DraftUpdate(ctx, "M", 0, payload) },
			`{"media_id":"M","index":0,"articles":` + wireArticle + `}`,
		},
		"draft/get": {func(ctx context.Context, c *Client) error { _, err := c.DraftGet(ctx, "M"); return err }, `{"media_id":"M"}`},
		"draft/batchget": {
			func(ctx context.Context, c *Client) error { _, _, err := c.DraftBatchGet(ctx, 0, 20, true); return err },
			`{"offset":0,"count":20,"no_content":1}`,
		},
		"draft/delete": {func(ctx context.Context, c *Client) error { return c.DraftDelete(ctx, "M") }, `{"media_id":"M"}`},
		"openapi/quota/get": {
			func(ctx context.Context, c *Client) error { _, err := c.Quota(ctx, "draft/add"); return err },
			`{"cgi_path":"/cgi-bin/draft/add"}`,
		},
		"comment/open":  {func(ctx context.Context, c *Client) error { return c.OpenComments(ctx, thread) }, `{"msg_data_id":3147483648,"index":1}`},
		"comment/close": {func(ctx context.Context, c *Client) error { return c.CloseComments(ctx, thread) }, `{"msg_data_id":3147483648,"index":1}`},
		"comment/list": {
			func(ctx context.Context, c *Client) error {
				_, _, err := c.ListComments(ctx, thread, FeaturedComments, 49, CommentPage)
				return err
			}, `{"msg_data_id":3147483648,"index":1,"begin":49,"count":49,"type":2}`,
		},
		"comment/markelect": {
			func(ctx context.Context, c *Client) error { return c.FeatureComment(ctx, thread, 7) }, wireComment + "}",
		},
		"comment/unmarkelect": {
			func(ctx context.Context, c *Client) error { return c.UnfeatureComment(ctx, thread, 7) }, wireComment + "}",
		},
		"comment/delete": {
			func(ctx context.Context, c *Client) error { return c.DeleteComment(ctx, thread, 7) }, wireComment + "}",
		},
		"comment/reply/add": {
			func(ctx context.Context, c *Client) error { return c.ReplyToComment(ctx, thread, 7, "谢<谢>") }, wireComment + `,"content":"谢<谢>"}`,
		},
		"comment/reply/delete": {
			func(ctx context.Context, c *Client) error { return c.DeleteReply(ctx, thread, 7) }, wireComment + "}",
		},
		"draft/count": {func(ctx context.Context, c *Client) error { _, err := c.DraftCount(ctx); return err }, ""},
		"material/get_materialcount": {
			func(ctx context.Context, c *Client) error { _, err := c.MaterialCount(ctx); return err }, "",
		},
	} {
		a := answering(t, ok)
		if err := tt.make(t.Context(), a.client()); err != nil {
			t.Errorf("%s: %v", api, err)
		}
		want := call{"POST", "/cgi-bin/" + api, "access_token=T1", "application/json", tt.body}
		if tt.body == "" {
			want.method, want.kind = "GET", ""
		}
		if diff := cmp.Diff([]call{want}, a.calls, cmp.AllowUnexported(call{})); diff != "" {
			t.Error(diff)
		}
		if a.seen[0].API != api {
			t.Errorf("%s is counted as %s", api, a.seen[0].API)
		}
	}
}

func TestUploads(t *testing.T) {
	a := answering(t, ok)
	c := a.client()
	f := File{Name: "mpsync-01.png", Data: []byte("\x89PNG\r\n\x1a\n")}
	if u, err := c.UploadImg(t.Context(), f); u != "U" || err != nil {
		t.Errorf("%q, %v", u, err)
	}
	if id, u, err := c.AddMaterial(t.Context(), Video, f, &VideoInfo{"题<", "介"}); id != "M" || u != "U" || err != nil {
		t.Errorf("%q, %q, %v", id, u, err)
	}
	for i, want := range []string{"/cgi-bin/media/uploadimg access_token=T1", "/cgi-bin/material/add_material access_token=T1&type=video"} {
		got := a.calls[i]
		if got.path+" "+got.query != want || !strings.HasPrefix(got.kind, "multipart/form-data; boundary=") {
			t.Errorf("%+v", got)
		}
	}
	if !strings.Contains(a.calls[1].body, `{"title":"题<","introduction":"介"}`) {
		t.Error(a.calls[1].body)
	}
}

func TestUploadOfMaterialIsNotRepeated(t *testing.T) {
	a := answering(t, busy)
	if _, _, err := a.client().AddMaterial(t.Context(), Image, File{}, nil); OutcomeOf(err) != Unknown || len(a.calls) != 1 {
		t.Errorf("%d calls, %v", len(a.calls), err)
	}
	a = answering(t, busy, "lost", ok)
	if _, err := a.client().UploadImg(t.Context(), File{}); err != nil || len(a.calls) != 3 {
		t.Errorf("%d calls, %v", len(a.calls), err)
	}
}

func TestMessagesAreReadAsListed(t *testing.T) {
	a := answering(t, "\ufeff"+`{"total_count":"3","item_count":3,"item":[
		{"media_id":"A","update_time":"20","content":{"create_time":10,"update_time":15,"news_item":[
			{"title":" 题 ","author":"张三","digest":"摘\/要","content":"<p>\n文</p>","content_source_url":"http:\/\/x","thumb_media_id":"C",
			"show_cover_pic":"1","need_open_comment":1,"only_fans_can_comment":0,"url":"http:\/\/u","thumb_url":"t","is_deleted":false}]}},
		{"media_id":"B","content":{"update_time":15,"news_item":[{"title":"1","digest":"x","content":""},{"title":"2"}]}},
		{"media_id":"N"}]}`)
	total, page, err := a.client().BatchGetNews(t.Context(), 0, 20)
	if total != 3 || err != nil {
		t.Fatalf("%d, %v", total, err)
	}
	want := []model.Observed{
		{MediaID: "A", CreateTime: 10, UpdateTime: 20, HasContent: true, Articles: []model.ObservedArticle{{
			Fields:   model.Fields{Title: "题", Author: "张三", Digest: "摘/要", SourceURL: "http://x", ShowCover: true},
			Comments: model.CommentsOpen, ThumbMediaID: "C", ThumbURL: "t", URL: "http://u", Content: "<p>\n文</p>",
		}}},
		{MediaID: "B", UpdateTime: 15, Articles: []model.ObservedArticle{
			{Fields: model.Fields{Title: "1"}, Comments: model.CommentsClosed},
			{Fields: model.Fields{Title: "2"}, Comments: model.CommentsClosed},
		}},
		{MediaID: "N"},
	}
	if diff := cmp.Diff(want, page); diff != "" {
		t.Error(diff)
	}
}

func TestListingWithoutContentHasNone(t *testing.T) {
	a := answering(t, `{"total_count":1,"item":[{"media_id":"A","content":{"news_item":[{"title":"1","content":""}]}}]}`)
	if _, page, err := a.client().DraftBatchGet(t.Context(), 0, 20, true); err != nil || page[0].HasContent {
		t.Errorf("%+v, %v", page, err)
	}
}

func TestEmptyListings(t *testing.T) {
	for _, body := range []string{`{"total_count":0,"item_count":0}`, `{"total_count":0,"item":[]}`, `{"total_count":0,"item":null}`} {
		total, page, err := answering(t, body).client().BatchGetMaterial(t.Context(), Image, 0, 20)
		if total != 0 || len(page) > 0 || err != nil {
			t.Errorf("%s: %d, %v, %v", body, total, page, err)
		}
	}
	if _, _, err := answering(t, `{}`).client().DraftBatchGet(t.Context(), 0, 20, true); ClassOf(err) != ClassNetwork {
		t.Errorf("an answer without a total made the account empty: %v", err)
	}
	if _, err := answering(t, `{"news_item":[]}`).client().DraftGet(t.Context(), "M"); ClassOf(err) != ClassNetwork {
		t.Errorf("a message without articles was taken: %v", err)
	}
}

func TestMaterialsAndCounts(t *testing.T) {
	a := answering(t, `{"total_count":1,"item":[{"media_id":"A","name":"mpsync-01.png","url":"http:\/\/m","update_time":7,"tags":[]}]}`)
	_, page, err := a.client().BatchGetMaterial(t.Context(), Image, 0, 20)
	want := []model.Material{{MediaID: "A", Name: "mpsync-01.png", URL: "http://m", UpdateTime: 7}}
	if diff := cmp.Diff(want, page); diff != "" || err != nil {
		t.Error(diff, err)
	}
	n, err := answering(t, `{"voice_count":1,"video_count":2,"image_count":3,"news_count":"4"}`).client().MaterialCount(t.Context())
	if n != (MaterialCounts{1, 2, 3, 4}) || err != nil {
		t.Errorf("%+v, %v", n, err)
	}
	if n, err := answering(t, `{"total_count":5}`).client().DraftCount(t.Context()); n != 5 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}

func TestProbeCreatesNothing(t *testing.T) {
	a := answering(t, busy, `{"errcode":45106,"errmsg":"This API has been unsupported"}`)
	if err := a.client().ProbeNews(t.Context()); CodeOf(err) != 45106 || a.calls[1].body != `{"articles":[]}` {
		t.Errorf("%v, %v", err, a.calls)
	}
}

func TestBaseMayHaveAPath(t *testing.T) {
	a := answering(t, ok)
	c := New(Config{Base: "https://proxy.example/wx/", Tokens: a, Now: time.Now, HTTP: &http.Client{Transport: roundTripper(a.serve)}})
	if _, err := c.DraftCount(t.Context()); err != nil || a.calls[0].path != "/wx/cgi-bin/draft/count" {
		t.Errorf("%v, %v", err, a.calls)
	}
}

func TestQuotaSaysWhatIsLeft(t *testing.T) {
	a := answering(t, `{"errcode":0,"errmsg":"ok","quota":{"daily_limit":1000,"used":1,"remain":"999"}}`, `{"errcode":0}`)
	c := a.client()
	if q, err := c.Quota(t.Context(), "draft/add"); err != nil || q != (Quota{1000, 999}) {
		t.Errorf("%v, %v", q, err)
	}
	if _, err := c.Quota(t.Context(), "draft/add"); err == nil {
		t.Error("an answer without a quota was taken for one")
	}
}
