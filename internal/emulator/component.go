package emulator

// Kinds of tokens that only platforms have.
const (
	ticketKind     = "ticket"
	componentKind  = "component"
	authorizerKind = "authorizer"
	codeKind       = "code"
	refreshKind    = "refresh"
)

// never is when a refresh token ends that nobody withdraws, in seconds from now.
const never = 100 * 365 * 86400

// permissionSets are the ids of what an account lets a platform do for it.
var permissionSets = []int{1, 7, 8, 9, 11, 18, 37, 100}

// findToken tells whether a token of a kind exists and still lives.
func (c *call) findToken(kind, token string) (appid string, alive bool, err error) {
	var ends int64
	found, err := c.get([]any{&appid, &ends}, "SELECT appid, ends FROM token WHERE token = ? AND kind = ?", token, kind)
	return appid, found && c.now.Unix() < ends, err
}

// componentToken exchanges the pushed ticket for the platform's own token. The
// emulator pushes nothing; POST /_emulator/component gives out tickets.
func (c *call) componentToken() (any, error) {
	var in struct {
		AppID  string `json:"component_appid"`
		Secret string `json:"component_appsecret"`
		Ticket string `json:"component_verify_ticket"`
	}
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	switch {
	case in.AppID == "":
		return nil, refuse(41018)
	case in.Secret == "":
		return nil, refuse(41004)
	}
	if err := c.checkAddress(61004); err != nil {
		return nil, err
	}
	_, alive, err := c.findToken(ticketKind, in.Ticket)
	if err != nil {
		return nil, err
	}
	if !alive {
		return nil, refuse(61006)
	}
	t, err := c.newToken(componentKind, in.AppID, tokenLife)
	return struct {
		Token string `json:"component_access_token"`
		Life  int64  `json:"expires_in"`
	}{t.AccessToken, t.ExpiresIn}, err
}

type authorizerReply struct {
	AppID     string `json:"authorizer_appid,omitempty"`
	Token     string `json:"authorizer_access_token"`
	Life      int64  `json:"expires_in"`
	Refresh   string `json:"authorizer_refresh_token"`
	FuncInfos []any  `json:"func_info,omitempty"`
}

// platformIn is the body of both calls with which a platform gets an account's token.
type platformIn struct {
	AppID      string `json:"component_appid"`
	Code       string `json:"authorization_code"`
	Authorizer string `json:"authorizer_appid"`
	Refresh    string `json:"authorizer_refresh_token"`
}

func (c *call) readPlatform() (in platformIn, err error) {
	if err := c.readJSON(&in); err != nil {
		return in, err
	}
	if in.AppID == "" {
		return in, refuse(41018)
	}
	return in, c.checkAddress(61004)
}

// queryAuth exchanges an authorization code, once, for the account's tokens.
func (c *call) queryAuth() (any, error) {
	in, err := c.readPlatform()
	if err != nil {
		return nil, err
	}
	appid, alive, err := c.findToken(codeKind, in.Code)
	switch {
	case err != nil:
		return nil, err
	case !alive:
		return nil, refuse(61010)
	}
	if err := c.exec("DELETE FROM token WHERE token = ?", in.Code); err != nil {
		return nil, err
	}
	access, err := c.newToken(authorizerKind, appid, tokenLife)
	if err != nil {
		return nil, err
	}
	refresh, err := c.newToken(refreshKind, appid, never)
	out := authorizerReply{AppID: appid, Token: access.AccessToken, Life: access.ExpiresIn, Refresh: refresh.AccessToken}
	for _, id := range permissionSets {
		out.FuncInfos = append(out.FuncInfos, map[string]any{"funcscope_category": map[string]int{"id": id}})
	}
	return map[string]any{"authorization_info": out}, err
}

// authorizerToken renews the account's token. The refresh token stays the same, or
// by a setting is exchanged for another.
func (c *call) authorizerToken() (any, error) {
	in, err := c.readPlatform()
	if err != nil {
		return nil, err
	}
	appid, alive, err := c.findToken(refreshKind, in.Refresh)
	switch {
	case err != nil:
		return nil, err
	case !alive:
		return nil, refuse(61023)
	case in.Authorizer != appid:
		return nil, refuse(61003)
	}
	t, err := c.newToken(authorizerKind, appid, tokenLife)
	if err != nil || !c.set.on("new_refresh_token") {
		return authorizerReply{Token: t.AccessToken, Life: t.ExpiresIn, Refresh: in.Refresh}, err
	}
	if err := c.exec("DELETE FROM token WHERE token = ?", in.Refresh); err != nil {
		return nil, err
	}
	refresh, err := c.newToken(refreshKind, appid, never)
	return authorizerReply{Token: t.AccessToken, Life: t.ExpiresIn, Refresh: refresh.AccessToken}, err
}

// authorize is the account's owner granting a platform its rights: a ticket for the
// platform and a code for the account.
func (c *call) authorize() (any, error) {
	ticket, err := c.newToken(ticketKind, "", 12*3600)
	if err != nil {
		return nil, err
	}
	code, err := c.newToken(codeKind, firstOf(c.config.AppID, "wx"+c.control.meta["appid"]), 3600)
	return map[string]string{"component_verify_ticket": ticket.AccessToken, "authorization_code": code.AccessToken}, err
}
