/** Made into a minified text by scripts/build-widget.ts. */
declare module "*.css" {
  const text: string;
  export default text;
}
