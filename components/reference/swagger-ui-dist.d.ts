declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  export interface SwaggerUi {
    /**
     * Presents a credential from now on.
     * @param scheme its name in the document's securitySchemes
     */
    preauthorizeApiKey(scheme: string, key: string): void
  }

  /**
   * The argument of a plugin and of a component:
   * https://swagger.io/docs/open-source-tools/swagger-ui/customization/plug-points/
   */
  export interface SwaggerUiSystem {
    React: {
      createElement(type: unknown, props: Record<string, unknown>, ...children: unknown[]): object
    }
    getComponent(name: string, isContainer?: boolean): unknown
    specSelectors: { info(): { get(name: string): string | undefined } }
  }

  export default function makeSwaggerUi(options: {
    domNode: Element
    /** The OpenAPI document. */
    spec: object
    layout: string
    plugins: ((system: SwaggerUiSystem) => object)[]
    docExpansion: 'list' | 'full' | 'none'
    displayRequestDuration: boolean
    syntaxHighlight: { activated: boolean }
    validatorUrl: null
    persistAuthorization: boolean
    onComplete: () => void
  }): SwaggerUi
}
