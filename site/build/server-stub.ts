/* Astro asks every adapter for a server's entry, also one that only renders static pages. */
export { createApp } from 'astro/app/entrypoint';
