import {marked, type Token, type Tokens} from 'marked'

import {ExpressionError} from './expression-error.js'

/** Converts Markdown as relay-core does. Throws for an unknown target format. */
export function convertMarkdown(to: string, markdown: string): string {
  if (to !== 'html' && to !== 'jira') throw new ExpressionError('convert: type not supported')
  try {
    const tokens = marked.lexer(markdown)
    return to === 'html' ? htmlBlocks(tokens) : jira(tokens, undefined)
  } catch (error) {
    if (error instanceof RangeError) throw new ExpressionError('the text is nested too deeply')
    throw error
  }
}

function childrenOf(token: Token): Token[] {
  if (token.type === 'list') return (token as Tokens.List).items
  if (token.type !== 'table') return ('tokens' in token && token.tokens) || []
  const {header, rows} = token as Tokens.Table
  return [...header, ...rows.flat()].flatMap(({tokens}) => tokens)
}

/** `# Title {#id}` */
const headingId = /\s*\{#([^}]+)\}$/

/** relay-core writes only texts, links, images and inline code, without the markup around them. */
function jira(tokens: readonly Token[], parent: string | undefined): string {
  return tokens.map((token) => jiraToken(token, parent)).join('')
}

function jiraToken(token: Token, parent: string | undefined): string {
  const {type} = token
  if (type === 'codespan') return `{code}${token.text}{code}`
  if (type === 'image') return `\n\n${parent === 'link' ? '[' : ''}!${token.href}!`
  if (isBareAddress(token)) return token.raw
  if (type === 'link') return `${jira(childrenOf(token), 'link')}|${token.href}]`
  if (type === 'checkbox') return token.raw as string
  if (type === 'heading') return jira(childrenOf(token), type).replace(headingId, '')
  const children = childrenOf(token)
  if (children.length > 0) return jira(children, type)
  if (type !== 'text' && type !== 'escape') return ''
  return parent === 'link' ? `[${token.text}` : jiraText(token.text as string)
}

/** An email address without angle brackets is plain text. */
function isBareAddress(token: Token): boolean {
  return token.type === 'link' && token.raw === token.text && (token.href as string).startsWith('mailto:')
}

function jiraText(text: string): string {
  return text
    .replaceAll(/(^|\s+)-\s*-\s*-(\s+|$)/g, '\n----\n')
    .replace(/^%%% /, '')
    .replace(/ %%%$/, '')
    .replaceAll('&amp;', '&')
}

/** Blocks are separated by an empty line. */
function htmlBlocks(tokens: readonly Token[]): string {
  return tokens
    .map(htmlBlock)
    .filter((block) => block !== '')
    .join('\n')
}

function htmlBlock(token: Token): string {
  switch (token.type) {
    case 'heading':
      return htmlHeading(token as Tokens.Heading)
    case 'paragraph':
      return `<p>${inline(token)}</p>\n`
    case 'text':
      return `${inline(token)}\n`
    case 'code':
      return htmlCode(token as Tokens.Code)
    case 'hr':
      return '<hr>\n'
    case 'blockquote':
      return `<blockquote>\n${htmlBlocks(childrenOf(token))}</blockquote>\n`
    case 'list':
      return htmlList(token as Tokens.List)
    case 'table':
      return htmlTable(token as Tokens.Table)
    case 'html':
      return `${token.raw.trim()}\n`
    default:
      return ''
  }
}

function htmlHeading(heading: Tokens.Heading): string {
  const text = inline(heading)
  const [, id] = headingId.exec(text) ?? []
  return `<h${heading.depth}${id === undefined ? '' : ` id="${id}"`}>${text.replace(headingId, '')}</h${heading.depth}>\n`
}

function htmlCode({text, lang}: Tokens.Code): string {
  const [language] = (lang ?? '').split(/\s/)
  return `<pre><code${language ? ` class="language-${escaped(language)}"` : ''}>${escaped(text.trimEnd())}\n</code></pre>\n`
}

function htmlList({ordered, loose, items}: Tokens.List): string {
  const tag = ordered ? 'ol' : 'ul'
  const blocks = ({task, checked, tokens}: Tokens.ListItem) => {
    const box = task ? `[${checked ? 'x' : ' '}] ` : ''
    const shown = tokens
      .filter(({type}) => type !== 'checkbox' && type !== 'space')
      .map((token) => {
        const isText = token.type === 'text' || token.type === 'paragraph'
        return isText && loose ? `<p>${inline(token)}</p>` : htmlBlock(token).trimEnd()
      })
    return box + shown.join('\n\n')
  }
  const all = items.map((item) => `<li>${blocks(item)}</li>\n`)
  return `<${tag}>\n${all.join(loose ? '\n' : '')}</${tag}>\n`
}

function htmlTable({header, rows}: Tokens.Table): string {
  const row = (cells: readonly Tokens.TableCell[], tag: 'th' | 'td') => {
    const each = cells.map(({tokens, align}) => {
      return `<${tag}${align === null ? '' : ` align="${align}"`}>${inlines(tokens)}</${tag}>\n`
    })
    return `<tr>\n${each.join('')}</tr>\n`
  }
  const body = rows.map((cells) => row(cells, 'td')).join('')
  return `<table>\n<thead>\n${row(header, 'th')}</thead>\n\n<tbody>\n${body}</tbody>\n</table>\n`
}

function inline(token: Token): string {
  const children = childrenOf(token)
  return children.length > 0 ? inlines(children) : htmlInline(token)
}

function inlines(tokens: readonly Token[]): string {
  return tokens.map(htmlInline).join('')
}

const tags: Readonly<Record<string, string>> = {em: 'em', strong: 'strong', del: 'del'}

function htmlInline(token: Token): string {
  const tag = tags[token.type]
  const [only, ...others] = childrenOf(token)
  // `***a***` is both; `strong` is the outer one.
  if (token.type === 'em' && only?.type === 'strong' && others.length === 0)
    return `<strong><em>${inlines(childrenOf(only))}</em></strong>`
  if (tag !== undefined) return `<${tag}>${inlines(childrenOf(token))}</${tag}>`
  switch (token.type) {
    case 'codespan':
      return `<code>${escaped(token.text)}</code>`
    case 'br':
      return '<br>\n'
    case 'link':
      if (isBareAddress(token)) return token.raw
      return `<a href="${escaped(token.href)}"${titleOf(token)}>${inlines(childrenOf(token))}</a>`
    case 'image':
      return `<img src="${escaped(token.href)}" alt="${escaped(token.text)}"${titleOf(token)} />`
    case 'html':
    case 'checkbox':
      return token.raw
    default:
      return 'text' in token ? smart(escaped(token.text as string)) : ''
  }
}

function titleOf(token: Token): string {
  const {title} = token as Tokens.Link
  return title ? ` title="${escaped(title)}"` : ''
}

function escaped(text: string): string {
  return text
    .replaceAll(/&(?!(?:amp|lt|gt|quot|#\d+);)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** Typographic signs, as relay-core's renderer makes them. */
function smart(text: string): string {
  return text
    .replaceAll(/(^|[\s([{])&quot;/g, '$1&ldquo;')
    .replaceAll('&quot;', '&rdquo;')
    .replaceAll(/(^|[\s([{])'/g, '$1&lsquo;')
    .replaceAll("'", '&rsquo;')
    .replaceAll('---', '&mdash;')
    .replaceAll('--', '&ndash;')
    .replaceAll('...', '&hellip;')
    .replaceAll(/(?<![\d/])(\d+)\/(\d+)(?![\d/])/g, '<sup>$1</sup>&frasl;<sub>$2</sub>')
    .replaceAll(/\(c\)/gi, '&copy;')
    .replaceAll(/\(r\)/gi, '&reg;')
    .replaceAll(/\(tm\)/gi, '&trade;')
}
