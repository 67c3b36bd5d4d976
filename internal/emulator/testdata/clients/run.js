// Two public clients of the API do a working day's calls against the emulator at
// the address given as the first argument. They know nothing of it.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const base = process.argv[2];
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
const picture = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'clients-')), 'cover.png');
fs.writeFileSync(picture, png);

const article = (cover, title, inline) => ({
  title,
  author: '张三',
  digest: '今年的第一批',
  content: `<p>今年的第一批春茶到了。</p><img src="${inline}">`,
  content_source_url: 'https://example.com/tea',
  thumb_media_id: cover,
  show_cover_pic: 0,
  need_open_comment: 1,
  only_fans_can_comment: 0,
});

// comment writes a comment as a follower does and returns its id.
async function comment(msgDataID, content) {
  const res = await fetch(`${base}/_emulator/comments`, {
    method: 'POST',
    body: JSON.stringify({ msg_data_id: Number(msgDataID), index: 0, content, openid: 'o-reader' }),
  });
  assert.equal(res.status, 200);
  return (await res.json()).user_comment_id;
}

async function coWechatAPI() {
  const API = require('co-wechat-api');
  const api = new API('wx-co', 'secret');
  api.prefix = `${base}/cgi-bin/`;

  const cover = await api.uploadImageMaterial(picture);
  const inline = await api.uploadImage(picture);
  assert.match(inline.url, /^http:\/\/mmbiz\.qpic\.cn\/mmbiz_png\//);

  const news = await api.uploadNewsMaterial({ articles: [article(cover.media_id, '春茶上新', inline.url)] });
  const back = await api.getMaterial(news.media_id);
  assert.equal(back.news_item[0].title, '春茶上新');
  assert.ok(back.news_item[0].content.includes(`data-src="${inline.url}"`));

  await api.updateNewsMaterial({ media_id: news.media_id, index: 0, articles: article(cover.media_id, '夏茶上新', inline.url) });
  const list = await api.getMaterials('news', 0, 20);
  assert.equal(list.total_count, 1);
  assert.equal(list.item[0].content.news_item[0].title, '夏茶上新');
  assert.equal((await api.getMaterialCount()).image_count, 1);
  assert.deepEqual(await api.getMaterial(cover.media_id), png);

  const preview = await api.previewNews('o-reader', news.media_id);
  assert.equal(preview.errcode, 0);
  const sent = await api.massSendNews(news.media_id, true, 'co-1');
  await assert.rejects(api.massSendNews(news.media_id, true, 'co-1'), { code: 45065 });
  assert.equal((await api.getMassMessageStatus(sent.msg_id)).msg_status, 'SEND_SUCCESS');

  const id = await comment(sent.msg_data_id, '好茶');
  assert.equal(id, 1);
  const temporary = await api.uploadMedia(picture, 'image');
  const uploaded = await api.uploadNews({ articles: [article(temporary.media_id, '临时', inline.url)] });
  assert.equal(uploaded.type, 'news');

  await api.deleteMass(sent.msg_id);
  assert.equal((await api.getMassMessageStatus(sent.msg_id)).msg_status, 'DELETE');
  await api.removeMaterial(news.media_id);
  await assert.rejects(api.removeMaterial(news.media_id), { code: 40007 });
  assert.ok((await api.getIp()).ip_list.length > 0);
}

async function nodeEasyWeChat() {
  const { OfficialAccount } = require('node-easywechat');
  const app = new OfficialAccount({ app_id: 'wx-easy', secret: 'secret', use_stable_access_token: true, http: { baseURL: `${base}/` } });
  const kept = new Map();
  app.setCache({ get: async (k) => kept.get(k), set: async (k, v) => kept.set(k, v) });
  const client = app.getClient();
  const call = async (name, json, errcode = 0) => {
    const reply = (await client.request('post', `cgi-bin/${name}`, { json })).toObject();
    assert.equal(reply.errcode ?? 0, errcode, `${name}: ${reply.errmsg}`);
    return reply;
  };
  const upload = async (name, params) =>
    (await client.request('post', `cgi-bin/${name}`, { params, formData: { media: fs.createReadStream(picture) } })).toObject();

  const cover = await upload('material/add_material', { type: 'image' });
  const inline = await upload('media/uploadimg');
  const { media_id } = await call('draft/add', { articles: [article(cover.media_id, '春茶上新', inline.url)] });
  await call('draft/update', { media_id, index: 0, articles: article(cover.media_id, '夏茶上新', inline.url) });
  assert.equal((await call('draft/get', { media_id })).news_item[0].title, '夏茶上新');
  assert.equal((await call('draft/batchget', { offset: 0, count: 20, no_content: 1 })).item[0].media_id, media_id);
  assert.equal((await client.request('get', 'cgi-bin/draft/count')).toObject().total_count, 1);

  const job = await call('freepublish/submit', { media_id });
  const state = await call('freepublish/get', { publish_id: job.publish_id });
  assert.equal(state.publish_status, 0);
  assert.equal((await call('freepublish/getarticle', { article_id: state.article_id })).news_item[0].title, '夏茶上新');

  const user_comment_id = await comment(job.msg_data_id, '好茶');
  const one = { msg_data_id: job.msg_data_id, index: 0, user_comment_id };
  await call('comment/markelect', one);
  await call('comment/reply/add', { ...one, content: '谢谢' });
  const all = await call('comment/list', { msg_data_id: job.msg_data_id, index: 0, begin: 0, count: 49, type: 2 });
  assert.equal(all.comment[0].reply.content, '谢谢');
  await call('comment/reply/delete', one);
  await call('comment/unmarkelect', one);
  await call('comment/delete', one);
  await call('comment/close', { msg_data_id: job.msg_data_id, index: 0 });
  await call('freepublish/delete', { article_id: state.article_id, index: 0 });

  const draft = await call('draft/add', { articles: [article(cover.media_id, '秋茶', inline.url)] });
  await call('draft/delete', { media_id: draft.media_id });
  await call('draft/delete', { media_id: draft.media_id }, 40007);
}

(async () => {
  await coWechatAPI();
  console.log('co-wechat-api: ok');
  await nodeEasyWeChat();
  console.log('node-easywechat: ok');
})().catch((err) => {
  console.error(err);
  process.exit(1);
});
