/** The address that Strapi enters as soon as the form of a new page is opened, before there is a title. */
export const strapisDefault = /^landing-page(?:-\d+)?$/;
