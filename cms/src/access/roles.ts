/** What a role may do with every type that the site shows. */
export type ContentAction = 'create' | 'read' | 'update' | 'delete' | 'publish';

export interface Role {
  /** Strapi's own code of the role, by which it is found whatever it is called. */
  code: string;
  name: string;
  description: string;
  /** Permissions; none for the administrators, who may do everything. */
  permissions?: {
    content: readonly ContentAction[];
    /** Ids of permissions beside those on content. */
    other: readonly string[];
  };
}

/** Code of the role that may do everything. */
export const administratorCode = 'strapi-super-admin';

/** Who works in the admin, and what each may do. Whoever may read content also sees the live status. */
export const roles: readonly Role[] = [
  {
    code: administratorCode,
    name: 'Administrator',
    description: 'Runs the CMS: users, roles, settings, and everything an editor may do.',
  },
  {
    code: 'strapi-editor',
    name: 'Editor',
    description:
      'Writes and publishes everything that the site shows, and keeps the media library.',
    permissions: {
      content: ['create', 'read', 'update', 'delete', 'publish'],
      other: [
        'plugin::upload.read',
        'plugin::upload.assets.create',
        'plugin::upload.assets.update',
        'plugin::upload.assets.download',
        'plugin::upload.assets.copy-link',
        'plugin::upload.configure-view',
      ],
    },
  },
  {
    code: 'strapi-author',
    name: 'Author',
    description: 'Writes drafts and uploads images. Changes nothing that visitors see.',
    permissions: {
      content: ['create', 'read', 'update', 'delete'],
      // No update of assets: an image that changes, changes on every page that shows it.
      other: [
        'plugin::upload.read',
        'plugin::upload.assets.create',
        'plugin::upload.assets.download',
        'plugin::upload.assets.copy-link',
      ],
    },
  },
];
