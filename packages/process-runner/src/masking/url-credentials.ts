/** The user and the password of an address: up to the last @ before its path. */
const userInfo = /\b([a-z][a-z\d+.-]*:\/\/)([^\s/?#"'<>]+)@/gi

/** A text whose addresses show neither user nor password: `https://••••@proxy.example.com`. */
export function maskUserInfo(text: string): string {
  return text.replace(userInfo, '$1••••@')
}

/** What of a text must be masked wherever it shows: the user and the password of each address in it. */
export function userInfoIn(text: string): string[] {
  return [...text.matchAll(userInfo)].map(([, , both = '']) => both)
}
