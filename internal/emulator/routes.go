package emulator

import (
	"net/http"
	"strings"
)

// need says which kind of token a call wants.
type need int

const (
	nothing   need = iota
	account        // access_token of the account itself or of a platform it authorized
	component      // component_access_token
)

// route is one API: what it wants of a call and what answers it.
type route struct {
	verb         string
	needs        need
	verifiedOnly bool // 48001 for accounts that are not verified
	upload       bool // the body is multipart, not JSON
	plain        bool // replies say text/plain, as the real ones do
	daily        int  // calls a day of a new account, for quotas; 0 for no limit
	handle       func(*call) (any, error)
}

// routes is the table of all APIs. Daily quotas: doc/service/Message_Management/API_Call_Limits.html.
func routes() map[string]route {
	const get, post = http.MethodGet, http.MethodPost
	return map[string]route{
		"/cgi-bin/token":        {verb: get, daily: 2000, handle: (*call).token},
		"/cgi-bin/stable_token": {verb: post, daily: 500000, handle: (*call).stableToken},

		"/cgi-bin/material/add_news":          {verb: post, needs: account, handle: (*call).addNews},
		"/cgi-bin/material/update_news":       {verb: post, needs: account, handle: (*call).updateNews},
		"/cgi-bin/material/get_material":      {verb: post, needs: account, plain: true, handle: (*call).getMaterial},
		"/cgi-bin/material/batchget_material": {verb: post, needs: account, plain: true, handle: (*call).batchgetMaterial},
		"/cgi-bin/material/get_materialcount": {verb: get, needs: account, handle: (*call).countMaterial},
		"/cgi-bin/material/del_material":      {verb: post, needs: account, handle: (*call).delMaterial},
		"/cgi-bin/material/add_material":      {verb: post, needs: account, upload: true, daily: 100000, handle: (*call).addMaterial},
		"/cgi-bin/media/uploadimg":            {verb: post, needs: account, upload: true, daily: 100000, handle: (*call).uploadImage},

		"/cgi-bin/draft/add":      {verb: post, needs: account, daily: 1000, handle: (*call).addDraft},
		"/cgi-bin/draft/update":   {verb: post, needs: account, daily: 1000, handle: (*call).updateDraft},
		"/cgi-bin/draft/get":      {verb: post, needs: account, plain: true, daily: 500, handle: (*call).getDraft},
		"/cgi-bin/draft/batchget": {verb: post, needs: account, plain: true, daily: 1000, handle: (*call).batchgetDraft},
		"/cgi-bin/draft/count":    {verb: get, needs: account, daily: 1000, handle: (*call).countDraft},
		"/cgi-bin/draft/delete":   {verb: post, needs: account, daily: 1000, handle: (*call).deleteDraft},
	}
}

// hasDir tells whether path is dir or lies below it.
func hasDir(path, dir string) bool { return path == dir || strings.HasPrefix(path, dir+"/") }
