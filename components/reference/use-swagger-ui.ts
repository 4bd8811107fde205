import { type RefObject, useEffect, useState } from 'react'
import type { SwaggerUi } from 'swagger-ui-dist/swagger-ui-es-bundle.js'
import { callApiAsAnyone } from '@/components/api'
import { swaggerUiPlugin } from './swagger-ui-plugin'

type State = 'loading' | 'ready' | 'failed'

/** Renders the document into an element. Only this page loads Swagger UI, and from this server. */
export function useSwaggerUi(frame: RefObject<HTMLElement | null>): {
  state: State
  swaggerUi: SwaggerUi | null
} {
  const [state, setState] = useState<State>('loading')
  const [swaggerUi, setSwaggerUi] = useState<SwaggerUi | null>(null)

  useEffect(() => {
    const domNode = frame.current
    let isLeft = false
    async function draw() {
      const [{ default: makeSwaggerUi }, spec] = await Promise.all([
        import('swagger-ui-dist/swagger-ui-es-bundle.js'),
        requireDocument(),
      ])
      if (isLeft || !domNode) return
      setSwaggerUi(
        makeSwaggerUi({ domNode, spec, ...options, onComplete: () => setState('ready') }),
      )
    }
    draw().catch(() => setState('failed'))
    return () => {
      isLeft = true
    }
  }, [frame])

  return { state, swaggerUi }
}

/**
 * The document may name a URL of this server that a page at another URL may not call. The page
 * calls the origin that it came from.
 */
async function requireDocument(): Promise<object> {
  const result = await callApiAsAnyone<object>('GET', '/api/v1/openapi.json')
  if (result.kind !== 'data') throw new Error('The OpenAPI document did not come.')
  return { ...result.data, servers: [{ url: '/' }] }
}

const options = {
  layout: 'EmbeddedLayout',
  plugins: [swaggerUiPlugin],
  docExpansion: 'list' as const,
  displayRequestDuration: true,
  // Its colours suit one theme only.
  syntaxHighlight: { activated: false },
  // The validator would send the document to another host.
  validatorUrl: null,
  // Entered credentials stay in the page's memory, for as long as the page exists.
  persistAuthorization: false,
}
