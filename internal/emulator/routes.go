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
	minute       int  // calls a minute, likewise
	handle       func(*call) (any, error)
}

// routes is the table of all APIs. Daily quotas: doc/service/Message_Management/API_Call_Limits.html.
func routes() map[string]route {
	const get, post = http.MethodGet, http.MethodPost
	return map[string]route{
		"/cgi-bin/token":        {verb: get, daily: 2000, handle: (*call).token},
		"/cgi-bin/stable_token": {verb: post, daily: 500000, minute: 10000, handle: (*call).stableToken},

		"/cgi-bin/component/api_component_token":  {verb: post, handle: (*call).componentToken},
		"/cgi-bin/component/api_query_auth":       {verb: post, needs: component, handle: (*call).queryAuth},
		"/cgi-bin/component/api_authorizer_token": {verb: post, needs: component, handle: (*call).authorizerToken},

		"/cgi-bin/clear_quota":       {verb: post, needs: account, handle: (*call).clearQuota},
		"/cgi-bin/clear_quota/v2":    {verb: post, handle: (*call).clearQuotaBySecret},
		"/cgi-bin/openapi/quota/get": {verb: post, needs: account, handle: (*call).getQuota},
		"/cgi-bin/openapi/rid/get":   {verb: post, needs: account, handle: (*call).getRID},
		"/cgi-bin/get_api_domain_ip": {verb: get, needs: account, handle: (*call).apiAddresses},
		"/cgi-bin/getcallbackip":     {verb: get, needs: account, handle: (*call).apiAddresses},
		"/cgi-bin/callback/check":    {verb: post, needs: account, handle: (*call).checkCallback},

		"/cgi-bin/material/add_news":          {verb: post, needs: account, handle: (*call).addNews},
		"/cgi-bin/material/update_news":       {verb: post, needs: account, handle: (*call).updateNews},
		"/cgi-bin/material/get_material":      {verb: post, needs: account, plain: true, handle: (*call).getMaterial},
		"/cgi-bin/material/batchget_material": {verb: post, needs: account, plain: true, handle: (*call).batchgetMaterial},
		"/cgi-bin/material/get_materialcount": {verb: get, needs: account, handle: (*call).countMaterial},
		"/cgi-bin/material/del_material":      {verb: post, needs: account, handle: (*call).delMaterial},
		"/cgi-bin/material/add_material":      {verb: post, needs: account, upload: true, daily: 100000, handle: (*call).addMaterial},
		"/cgi-bin/media/uploadimg":            {verb: post, needs: account, upload: true, daily: 100000, handle: (*call).uploadImage},
		"/cgi-bin/media/upload":               {verb: post, needs: account, upload: true, daily: 100000, handle: (*call).uploadMedia},
		"/cgi-bin/media/uploadnews":           {verb: post, needs: account, verifiedOnly: true, daily: 10, handle: (*call).uploadNews},

		"/cgi-bin/draft/add":      {verb: post, needs: account, daily: 1000, handle: (*call).addDraft},
		"/cgi-bin/draft/update":   {verb: post, needs: account, daily: 1000, handle: (*call).updateDraft},
		"/cgi-bin/draft/get":      {verb: post, needs: account, plain: true, daily: 500, handle: (*call).getDraft},
		"/cgi-bin/draft/batchget": {verb: post, needs: account, plain: true, daily: 1000, handle: (*call).batchgetDraft},
		"/cgi-bin/draft/count":    {verb: get, needs: account, daily: 1000, handle: (*call).countDraft},
		"/cgi-bin/draft/delete":   {verb: post, needs: account, daily: 1000, handle: (*call).deleteDraft},
		"/cgi-bin/draft/switch":   {verb: post, needs: account, handle: (*call).switchDraft},

		"/cgi-bin/freepublish/submit":     {verb: post, needs: account, verifiedOnly: true, daily: 100, handle: (*call).submit},
		"/cgi-bin/freepublish/get":        {verb: post, needs: account, verifiedOnly: true, daily: 100, handle: (*call).getJob},
		"/cgi-bin/freepublish/getarticle": {verb: post, needs: account, verifiedOnly: true, plain: true, daily: 100, handle: (*call).getPublished},
		"/cgi-bin/freepublish/batchget":   {verb: post, needs: account, verifiedOnly: true, plain: true, daily: 100, handle: (*call).batchgetPublished},
		"/cgi-bin/freepublish/delete":     {verb: post, needs: account, verifiedOnly: true, daily: 10, handle: (*call).deletePublished},

		"/cgi-bin/message/mass/sendall":   {verb: post, needs: account, verifiedOnly: true, daily: 100, minute: 60, handle: (*call).sendAll},
		"/cgi-bin/message/mass/send":      {verb: post, needs: account, verifiedOnly: true, daily: 100, minute: 60, handle: (*call).sendSome},
		"/cgi-bin/message/mass/preview":   {verb: post, needs: account, verifiedOnly: true, daily: 100, handle: (*call).previewMass},
		"/cgi-bin/message/mass/delete":    {verb: post, needs: account, verifiedOnly: true, daily: 10, handle: (*call).deleteMass},
		"/cgi-bin/message/mass/get":       {verb: post, needs: account, verifiedOnly: true, handle: (*call).getMass},
		"/cgi-bin/message/mass/speed/get": {verb: post, needs: account, verifiedOnly: true, handle: (*call).getSpeed},
		"/cgi-bin/message/mass/speed/set": {verb: post, needs: account, verifiedOnly: true, handle: (*call).setSpeed},

		"/datacube/getarticlesummary": {verb: post, needs: account, verifiedOnly: true, handle: (*call).articleSummary},
		"/datacube/getarticletotal":   {verb: post, needs: account, verifiedOnly: true, handle: (*call).articleTotal},

		"/cgi-bin/comment/open":         {verb: post, needs: account, verifiedOnly: true, handle: (*call).openComments},
		"/cgi-bin/comment/close":        {verb: post, needs: account, verifiedOnly: true, handle: (*call).closeComments},
		"/cgi-bin/comment/list":         {verb: post, needs: account, verifiedOnly: true, handle: (*call).listComments},
		"/cgi-bin/comment/markelect":    {verb: post, needs: account, verifiedOnly: true, handle: (*call).markElect},
		"/cgi-bin/comment/unmarkelect":  {verb: post, needs: account, verifiedOnly: true, handle: (*call).unmarkElect},
		"/cgi-bin/comment/delete":       {verb: post, needs: account, verifiedOnly: true, handle: (*call).deleteComment},
		"/cgi-bin/comment/reply/add":    {verb: post, needs: account, verifiedOnly: true, handle: (*call).addReply},
		"/cgi-bin/comment/reply/delete": {verb: post, needs: account, verifiedOnly: true, handle: (*call).deleteReply},
	}
}

// hasDir tells whether path is dir or lies below it.
func hasDir(path, dir string) bool { return path == dir || strings.HasPrefix(path, dir+"/") }
