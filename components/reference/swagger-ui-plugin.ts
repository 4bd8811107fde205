import type { SwaggerUiSystem } from 'swagger-ui-dist/swagger-ui-es-bundle.js'

/*
 * Swagger UI as a part of our page instead of a page of its own. Its components are created with
 * its own React, which is not ours. It omits a second `main` and a second heading, the choice of
 * the only server, and the field for a cookie that no page can set. Fields without an accessible
 * name get one.
 */

type Props = Record<string, unknown>

export function swaggerUiPlugin({ React: { createElement } }: SwaggerUiSystem) {
  function Layout({ getComponent, specSelectors }: SwaggerUiSystem) {
    const part = (name: string, props: Props = {}) => createElement(getComponent(name, true), props)
    const text = specSelectors.info().get('description')
    return createElement(
      'div',
      { className: 'swagger-ui' },
      part('SvgAssets'),
      part('errors'),
      text === undefined ? null : part('Markdown', { source: text }),
      createElement('div', { className: 'auth-wrapper' }, part('AuthorizeBtnContainer')),
      // The level between the page's heading and those of the groups.
      createElement('h2', { className: 'sr-only' }, 'Calls'),
      part('operations'),
    )
  }

  const labelled = (name: string) => (Original: unknown) => (props: Props) =>
    createElement(
      'label',
      {},
      createElement('span', { className: 'sr-only' }, name),
      createElement(Original, props),
    )

  const named = (name: string) => (Original: unknown) => (props: Props) =>
    createElement(Original, { 'aria-label': name, ...props })

  return {
    // The padlock is on nearly every call, and the same form opens from Authorize.
    components: { EmbeddedLayout: Layout, authorizeOperationBtn: () => null },
    wrapComponents: { ExamplesSelect: labelled('Example'), TextArea: named('Request body') },
    statePlugins: { auth: { wrapSelectors: { definitionsToAuthorize: withoutCookie } } },
  }
}

interface Definitions {
  filterNot(test: (definition: { has(name: string): boolean }) => boolean): Definitions
}

const withoutCookie =
  (original: (...parameters: unknown[]) => Definitions | null) =>
  (_state: unknown, ...parameters: unknown[]) =>
    original(...parameters)?.filterNot((definition) => definition.has('session')) ?? null
