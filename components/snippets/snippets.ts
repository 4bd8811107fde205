export const snippetLanguages = ['curl', 'javascript', 'python', 'header'] as const
export type SnippetLanguage = (typeof snippetLanguages)[number]

/** The properties of a token that the examples need. */
export interface SnippetToken {
  id: string
  token_hint: string
}

/** The first call in one language: the text before the token, and the text after it. */
type Snippet = readonly [before: string, after: string]

export function snippet(language: SnippetLanguage, address: string): Snippet {
  const url = `${address}/api/v1/auth/user/me`
  switch (language) {
    case 'curl':
      return [`curl ${url} \\\n  -H 'xc-token: `, `'`]
    case 'javascript':
      return [
        `const response = await fetch('${url}', {\n  headers: { 'xc-token': '`,
        `' },\n})\nconsole.log(await response.json())`,
      ]
    case 'python':
      return [
        `import requests\n\nresponse = requests.get(\n    '${url}',\n    headers={'xc-token': '`,
        `'},\n)\nprint(response.json())`,
      ]
    case 'header':
      return [`{\n  "headers": {\n    "xc-token": "`, `"\n  }\n}`]
  }
}
