/** The user and the password of a URL: up to the last @ before its path. */
const userInfo = /\b([a-z][a-z\d+.-]*:\/\/)([^\s/?#"'<>]+)@/gi

/** Masks the user and the password of the URLs in a text: `https://••••@proxy.example.com`. */
export function maskUserInfo(text: string): string {
  return text.replace(userInfo, '$1••••@')
}

/** The secrets in the URLs of a text: the user and the password of each. */
export function userInfoIn(text: string): string[] {
  return [...text.matchAll(userInfo)].map(([, , both = '']) => both)
}
