import type { StoredFile } from './nouns.js';
import type { SlackJson } from './page-api.js';
import type { World } from './world.js';

/** A file as `files.info` gives it. Until Slack has worked on it, its type and its shares are missing. */
export function fileJson(world: World, file: StoredFile): SlackJson {
  const ready = file.state === 'ready';
  const link = `${world.origin()}/files-pri/${world.team.id}-${file.id}/${encodeURIComponent(file.name)}`;
  const channels = [...file.shares.keys()];
  const ofKind = (kind: string) => channels.filter(id => world.channels.get(id)?.kind === kind);
  const sharesOf = (kind: string) =>
    Object.fromEntries(
      ofKind(kind).map(id => [id, (file.shares.get(id) ?? []).map(({ ts, thread }) => ({ ts, ...(thread ? { thread_ts: thread } : {}) }))]),
    );
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: ready ? file.mimetype : '',
    filetype: ready ? fileType(file.name) : '',
    pretty_type: '',
    user: world.bot.id,
    user_team: world.team.id,
    editable: false,
    size: file.bytes?.length ?? 0,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: ofKind('channel').length > 0,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: link,
    url_private_download: `${link}?download=1`,
    permalink: `https://${world.team.domain}.slack.com/files/${world.bot.id}/${file.id}/${encodeURIComponent(file.name)}`,
    ...(file.altText === undefined ? {} : { alt_txt: file.altText }),
    has_rich_preview: false,
    file_access: 'visible',
    channels: ofKind('channel'),
    groups: ofKind('private'),
    ims: ofKind('direct'),
    shares: ready ? { public: sharesOf('channel'), private: { ...sharesOf('private'), ...sharesOf('direct') } } : {},
    comments_count: 0,
  };
}

function fileType(name: string): string {
  const extension = /\.([a-z0-9]{1,8})$/iu.exec(name)?.[1]?.toLowerCase();
  return extension === 'txt' || extension === undefined ? 'text' : extension;
}

const IMAGES: Readonly<Record<string, string>> = { png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif' };

/** By its first bytes and its name. Everything that is neither a picture nor text is bytes: nothing is ever served as HTML. */
export function mimetypeOf(name: string, bytes: Buffer): string {
  const extension = /\.([a-z0-9]+)$/iu.exec(name)?.[1]?.toLowerCase() ?? '';
  const image = IMAGES[extension];
  if (image && looksLike(image, bytes)) return image;
  return bytes.includes(0) ? 'application/octet-stream' : 'text/plain';
}

function looksLike(mimetype: string, bytes: Buffer): boolean {
  const starts = (...first: readonly number[]) => first.every((byte, at) => bytes[at] === byte);
  if (mimetype === 'image/png') return starts(0x89, 0x50, 0x4e, 0x47);
  if (mimetype === 'image/jpeg') return starts(0xff, 0xd8, 0xff);
  return starts(0x47, 0x49, 0x46, 0x38);
}

/** Pictures that an image block may show (docs.slack.dev, slack file object). */
export function isImage(file: StoredFile): boolean {
  return file.mimetype.startsWith('image/');
}
