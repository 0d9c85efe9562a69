/* Written by `npm run generate` from openapi.yaml. Do not edit. */

/** The fields of the Admin API's resources, as JSON Schema without references. */
export const fields = {
  "AdminProduct": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "code": {
      "type": "string",
      "minLength": 1,
      "maxLength": 128
    },
    "name": {
      "type": "string"
    },
    "authorization_method": {
      "type": "string",
      "enum": [
        "license-key",
        "user"
      ]
    },
    "enabled": {
      "type": "boolean"
    },
    "archived": {
      "type": "boolean",
      "description": "True when new activations are refused. Existing ones continue."
    },
    "prevent_vm": {
      "type": "boolean",
      "description": "True when applications must not run in a virtual machine."
    },
    "refuse_vm": {
      "type": "boolean",
      "description": "True when the server refuses a device that reports to be a virtual machine."
    },
    "clients_set_overages": {
      "type": "boolean",
      "description": "True when applications may change `allow_overages` and `max_overages` of a license with `add_consumption`."
    },
    "allow_trial": {
      "type": "boolean",
      "description": "True when applications may create trials."
    },
    "trial_days": {
      "type": "integer",
      "description": "Days for which a trial is valid from its first activation."
    },
    "floating_timeout": {
      "type": "integer",
      "description": "Minutes."
    },
    "metadata": {
      "type": "object",
      "description": "Free JSON that the vendor keeps with the object.",
      "additionalProperties": true
    },
    "created_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "updated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    }
  },
  "NewProduct": {
    "code": {
      "type": "string",
      "description": "Its name in the License API. Letters, digits, `-`, `_` and `.`. It never changes.",
      "maxLength": 128,
      "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
    },
    "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256
    },
    "authorization_method": {
      "type": "string",
      "enum": [
        "license-key",
        "user"
      ],
      "description": "`user` when users sign in, `license-key` when they enter a license key."
    },
    "enabled": {
      "type": "boolean",
      "default": true,
      "description": "False when every call for the product is refused."
    },
    "prevent_vm": {
      "type": "boolean",
      "default": false,
      "description": "True when applications must not run in a virtual machine."
    },
    "refuse_vm": {
      "type": "boolean",
      "default": false,
      "description": "True when the server refuses to activate a device that reports to be a virtual machine, with `vm_not_allowed`."
    },
    "clients_set_overages": {
      "type": "boolean",
      "default": false,
      "description": "True when applications may change `allow_overages` and `max_overages` of a license with `add_consumption`. Anybody who has the application can then raise the limit."
    },
    "floating_timeout": {
      "type": "integer",
      "default": 120,
      "description": "Minutes after which the slot of a silent device is free, on floating licenses that name no other time.",
      "minimum": 1,
      "maximum": 525600
    },
    "allow_trial": {
      "type": "boolean",
      "default": false,
      "description": "True when applications may create trials, with `trial_key`."
    },
    "trial_days": {
      "type": "integer",
      "default": 30,
      "description": "Days for which a trial is valid from its first activation, unless its license policy says otherwise.",
      "minimum": 1,
      "maximum": 36500
    },
    "metadata": {
      "type": "object",
      "description": "Any JSON object of your own.",
      "additionalProperties": true,
      "default": {}
    }
  },
  "ProductChanges": {
    "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256
    },
    "enabled": {
      "type": "boolean",
      "description": "False when every call for the product is refused."
    },
    "archived": {
      "type": "boolean",
      "description": "True when nothing new is activated; activated licenses stay active."
    },
    "prevent_vm": {
      "type": "boolean",
      "description": "True when applications must not run in a virtual machine."
    },
    "refuse_vm": {
      "type": "boolean",
      "description": "True when the server refuses a device that reports to be a virtual machine."
    },
    "clients_set_overages": {
      "type": "boolean",
      "description": "True when applications may change `allow_overages` and `max_overages` of a license with `add_consumption`."
    },
    "floating_timeout": {
      "type": "integer",
      "description": "Minutes after which the slot of a silent device is free, on floating licenses that name no other time.",
      "minimum": 1,
      "maximum": 525600
    },
    "allow_trial": {
      "type": "boolean",
      "description": "True when applications may create trials, with `trial_key`."
    },
    "trial_days": {
      "type": "integer",
      "description": "Days for which a trial is valid from its first activation, unless its license policy says otherwise.",
      "minimum": 1,
      "maximum": 36500
    },
    "metadata": {
      "type": "object",
      "description": "Any JSON object of your own.",
      "additionalProperties": true
    }
  },
  "AdminProductFeature": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "product_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "product_code": {
      "type": "string",
      "minLength": 1,
      "maxLength": 128
    },
    "code": {
      "type": "string",
      "minLength": 1,
      "maxLength": 128
    },
    "name": {
      "type": "string"
    },
    "feature_type": {
      "type": "string",
      "enum": [
        "activation",
        "consumption"
      ]
    },
    "metadata": {
      "type": "object",
      "description": "Free JSON that the vendor keeps with the object.",
      "additionalProperties": true
    },
    "created_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "updated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    }
  },
  "NewProductFeature": {
    "product_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "code": {
      "type": "string",
      "description": "Its name in the License API. Letters, digits, `-`, `_` and `.`. It never changes.",
      "maxLength": 128,
      "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
    },
    "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256
    },
    "feature_type": {
      "type": "string",
      "enum": [
        "activation",
        "consumption"
      ],
      "default": "activation",
      "description": "`activation` when it is there or not, `consumption` when its use is counted too."
    },
    "metadata": {
      "type": "object",
      "description": "Any JSON object of your own; applications get it.",
      "additionalProperties": true,
      "default": {}
    }
  },
  "ProductFeatureChanges": {
    "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256
    },
    "metadata": {
      "type": "object",
      "description": "Any JSON object of your own; applications get it.",
      "additionalProperties": true
    }
  },
  "AdminLicensePolicy": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "product_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "product_code": {
      "type": "string",
      "minLength": 1,
      "maxLength": 128
    },
    "code": {
      "type": "string",
      "minLength": 1,
      "maxLength": 128
    },
    "name": {
      "type": "string"
    },
    "default_for_trials": {
      "type": "boolean",
      "description": "True when trials that name no policy take this one."
    },
    "terms": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "customer_id": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The customer that the license is issued to; null for none.",
          "minimum": 1,
          "maximum": 9007199254740991
        },
        "order_store_id": {
          "type": "string",
          "description": "The order of the license.",
          "minLength": 1,
          "maxLength": 128
        },
        "license_type": {
          "type": "string",
          "enum": [
            "perpetual",
            "time-limited",
            "subscription",
            "consumption"
          ],
          "description": "How the license ends, or that it counts its use."
        },
        "is_trial": {
          "type": "boolean",
          "description": "True for a trial."
        },
        "enabled": {
          "type": "boolean",
          "description": "False when every use of the license is refused."
        },
        "starts_at": {
          "type": [
            "string",
            "null"
          ],
          "description": "When devices can first be activated: a time in UTC (ISO 8601); a day, which means its beginning in the time zone of the server; null for at once.",
          "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
        },
        "valid_until": {
          "type": [
            "string",
            "null"
          ],
          "description": "End of the license: a time in UTC (ISO 8601); a day, which means its end in the time zone of the server; null for no end.",
          "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
        },
        "valid_days": {
          "type": [
            "integer",
            "null"
          ],
          "description": "Days for which the license is valid from its first activation, if `valid_until` is null; null for no such end. If it has active devices, they count from this change.",
          "minimum": 1,
          "maximum": 36500
        },
        "maintenance_until": {
          "type": [
            "string",
            "null"
          ],
          "description": "End of free updates, in the same forms; null for no end.",
          "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
        },
        "grace_hours": {
          "type": "integer",
          "description": "Hours for which a subscription stays valid after its end.",
          "minimum": 0,
          "maximum": 87600
        },
        "max_activations": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The maximum number of devices at a time; null for no limit.",
          "minimum": 1,
          "maximum": 1000000000
        },
        "allow_transfers": {
          "type": "boolean",
          "description": "False when a device that was activated cannot be replaced by another one."
        },
        "max_transfers": {
          "type": "integer",
          "description": "How often the license may move to another device, if at all; 0 for no limit.",
          "minimum": 0,
          "maximum": 1000000000
        },
        "allow_offline_activation": {
          "type": "boolean",
          "description": "False when the license can only be activated by a device that reaches the server."
        },
        "floating": {
          "type": "boolean",
          "description": "True when its devices share slots: each needs one to use the license."
        },
        "floating_users": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The number of slots, only for a floating license: how many devices may use it at the same time; null for one for each active device.",
          "minimum": 1,
          "maximum": 1000000000
        },
        "floating_timeout": {
          "type": [
            "integer",
            "null"
          ],
          "description": "Minutes after which the slot of a silent device is free, only for a floating license; null for those of the product.",
          "minimum": 1,
          "maximum": 525600
        },
        "can_borrow": {
          "type": "boolean",
          "description": "True when applications may keep a slot while they are offline, only for a floating license."
        },
        "max_borrow_time": {
          "type": "integer",
          "description": "Hours for which a slot can be borrowed, with `can_borrow`.",
          "minimum": 1,
          "maximum": 87600
        },
        "max_license_users": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The maximum number of assigned users, only for user products; null for no limit.",
          "minimum": 1,
          "maximum": 1000000000
        },
        "max_consumptions": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The limit of the counter, only for the type `consumption`; null for no limit.",
          "minimum": 0,
          "maximum": 1000000000
        },
        "allow_negative_consumptions": {
          "type": "boolean",
          "description": "True when applications may take use back, only for the type `consumption`."
        },
        "allow_overages": {
          "type": "boolean",
          "description": "True when use above the limit is counted too, only for the type `consumption`."
        },
        "max_overages": {
          "type": "integer",
          "description": "How much use above the limit is counted, only for the type `consumption`; 0 for no limit.",
          "minimum": 0,
          "maximum": 1000000000
        },
        "consumption_period": {
          "type": [
            "string",
            "null"
          ],
          "enum": [
            "daily",
            "weekly",
            "monthly",
            "annually",
            null
          ],
          "description": "When the counter starts again at 0, only for the type `consumption`; null for never."
        },
        "custom_fields": {
          "type": "array",
          "description": "Fields of your own that applications get with the license.",
          "maxItems": 64,
          "items": {
            "type": "object",
            "required": [
              "name",
              "data_type",
              "value"
            ],
            "additionalProperties": false,
            "properties": {
              "name": {
                "type": "string",
                "maxLength": 128
              },
              "data_type": {
                "type": [
                  "string",
                  "null"
                ],
                "maxLength": 64
              },
              "value": {
                "type": "string",
                "maxLength": 1024
              }
            }
          }
        },
        "metadata": {
          "type": "object",
          "description": "Any JSON object of your own.",
          "additionalProperties": true
        },
        "note": {
          "type": "string",
          "description": "A note for you alone.",
          "maxLength": 4096
        }
      },
      "description": "The terms that new licenses take from it."
    },
    "created_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "updated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    }
  },
  "NewLicensePolicy": {
    "product_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "code": {
      "type": "string",
      "description": "Its name in the License API. Letters, digits, `-`, `_` and `.`. It never changes.",
      "maxLength": 128,
      "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
    },
    "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256
    },
    "default_for_trials": {
      "type": "boolean",
      "default": false,
      "description": "True when trials that name no policy take this one, which needs `is_trial`. A product has one such policy: another one no longer is."
    },
    "terms": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "customer_id": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The customer that the license is issued to; null for none.",
          "minimum": 1,
          "maximum": 9007199254740991
        },
        "order_store_id": {
          "type": "string",
          "description": "The order of the license.",
          "minLength": 1,
          "maxLength": 128
        },
        "license_type": {
          "type": "string",
          "enum": [
            "perpetual",
            "time-limited",
            "subscription",
            "consumption"
          ],
          "description": "How the license ends, or that it counts its use."
        },
        "is_trial": {
          "type": "boolean",
          "description": "True for a trial."
        },
        "enabled": {
          "type": "boolean",
          "description": "False when every use of the license is refused."
        },
        "starts_at": {
          "type": [
            "string",
            "null"
          ],
          "description": "When devices can first be activated: a time in UTC (ISO 8601); a day, which means its beginning in the time zone of the server; null for at once.",
          "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
        },
        "valid_until": {
          "type": [
            "string",
            "null"
          ],
          "description": "End of the license: a time in UTC (ISO 8601); a day, which means its end in the time zone of the server; null for no end.",
          "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
        },
        "valid_days": {
          "type": [
            "integer",
            "null"
          ],
          "description": "Days for which the license is valid from its first activation, if `valid_until` is null; null for no such end. If it has active devices, they count from this change.",
          "minimum": 1,
          "maximum": 36500
        },
        "maintenance_until": {
          "type": [
            "string",
            "null"
          ],
          "description": "End of free updates, in the same forms; null for no end.",
          "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
        },
        "grace_hours": {
          "type": "integer",
          "description": "Hours for which a subscription stays valid after its end.",
          "minimum": 0,
          "maximum": 87600
        },
        "max_activations": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The maximum number of devices at a time; null for no limit.",
          "minimum": 1,
          "maximum": 1000000000
        },
        "allow_transfers": {
          "type": "boolean",
          "description": "False when a device that was activated cannot be replaced by another one."
        },
        "max_transfers": {
          "type": "integer",
          "description": "How often the license may move to another device, if at all; 0 for no limit.",
          "minimum": 0,
          "maximum": 1000000000
        },
        "allow_offline_activation": {
          "type": "boolean",
          "description": "False when the license can only be activated by a device that reaches the server."
        },
        "floating": {
          "type": "boolean",
          "description": "True when its devices share slots: each needs one to use the license."
        },
        "floating_users": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The number of slots, only for a floating license: how many devices may use it at the same time; null for one for each active device.",
          "minimum": 1,
          "maximum": 1000000000
        },
        "floating_timeout": {
          "type": [
            "integer",
            "null"
          ],
          "description": "Minutes after which the slot of a silent device is free, only for a floating license; null for those of the product.",
          "minimum": 1,
          "maximum": 525600
        },
        "can_borrow": {
          "type": "boolean",
          "description": "True when applications may keep a slot while they are offline, only for a floating license."
        },
        "max_borrow_time": {
          "type": "integer",
          "description": "Hours for which a slot can be borrowed, with `can_borrow`.",
          "minimum": 1,
          "maximum": 87600
        },
        "max_license_users": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The maximum number of assigned users, only for user products; null for no limit.",
          "minimum": 1,
          "maximum": 1000000000
        },
        "max_consumptions": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The limit of the counter, only for the type `consumption`; null for no limit.",
          "minimum": 0,
          "maximum": 1000000000
        },
        "allow_negative_consumptions": {
          "type": "boolean",
          "description": "True when applications may take use back, only for the type `consumption`."
        },
        "allow_overages": {
          "type": "boolean",
          "description": "True when use above the limit is counted too, only for the type `consumption`."
        },
        "max_overages": {
          "type": "integer",
          "description": "How much use above the limit is counted, only for the type `consumption`; 0 for no limit.",
          "minimum": 0,
          "maximum": 1000000000
        },
        "consumption_period": {
          "type": [
            "string",
            "null"
          ],
          "enum": [
            "daily",
            "weekly",
            "monthly",
            "annually",
            null
          ],
          "description": "When the counter starts again at 0, only for the type `consumption`; null for never."
        },
        "custom_fields": {
          "type": "array",
          "description": "Fields of your own that applications get with the license.",
          "maxItems": 64,
          "items": {
            "type": "object",
            "required": [
              "name",
              "data_type",
              "value"
            ],
            "additionalProperties": false,
            "properties": {
              "name": {
                "type": "string",
                "maxLength": 128
              },
              "data_type": {
                "type": [
                  "string",
                  "null"
                ],
                "maxLength": 64
              },
              "value": {
                "type": "string",
                "maxLength": 1024
              }
            }
          }
        },
        "metadata": {
          "type": "object",
          "description": "Any JSON object of your own.",
          "additionalProperties": true
        },
        "note": {
          "type": "string",
          "description": "A note for you alone.",
          "maxLength": 4096
        }
      },
      "description": "Terms for new licenses; those that are not named have their defaults. `customer_id`, `order_store_id`, `starts_at`, `valid_until` and `maintenance_until` are refused, because they belong to one license. `valid_days` gives licenses an end."
    }
  },
  "LicensePolicyChanges": {
    "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256
    },
    "default_for_trials": {
      "type": "boolean",
      "description": "True when trials that name no policy take this one, which needs `is_trial`. A product has one such policy: another one no longer is."
    },
    "terms": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "customer_id": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The customer that the license is issued to; null for none.",
          "minimum": 1,
          "maximum": 9007199254740991
        },
        "order_store_id": {
          "type": "string",
          "description": "The order of the license.",
          "minLength": 1,
          "maxLength": 128
        },
        "license_type": {
          "type": "string",
          "enum": [
            "perpetual",
            "time-limited",
            "subscription",
            "consumption"
          ],
          "description": "How the license ends, or that it counts its use."
        },
        "is_trial": {
          "type": "boolean",
          "description": "True for a trial."
        },
        "enabled": {
          "type": "boolean",
          "description": "False when every use of the license is refused."
        },
        "starts_at": {
          "type": [
            "string",
            "null"
          ],
          "description": "When devices can first be activated: a time in UTC (ISO 8601); a day, which means its beginning in the time zone of the server; null for at once.",
          "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
        },
        "valid_until": {
          "type": [
            "string",
            "null"
          ],
          "description": "End of the license: a time in UTC (ISO 8601); a day, which means its end in the time zone of the server; null for no end.",
          "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
        },
        "valid_days": {
          "type": [
            "integer",
            "null"
          ],
          "description": "Days for which the license is valid from its first activation, if `valid_until` is null; null for no such end. If it has active devices, they count from this change.",
          "minimum": 1,
          "maximum": 36500
        },
        "maintenance_until": {
          "type": [
            "string",
            "null"
          ],
          "description": "End of free updates, in the same forms; null for no end.",
          "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
        },
        "grace_hours": {
          "type": "integer",
          "description": "Hours for which a subscription stays valid after its end.",
          "minimum": 0,
          "maximum": 87600
        },
        "max_activations": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The maximum number of devices at a time; null for no limit.",
          "minimum": 1,
          "maximum": 1000000000
        },
        "allow_transfers": {
          "type": "boolean",
          "description": "False when a device that was activated cannot be replaced by another one."
        },
        "max_transfers": {
          "type": "integer",
          "description": "How often the license may move to another device, if at all; 0 for no limit.",
          "minimum": 0,
          "maximum": 1000000000
        },
        "allow_offline_activation": {
          "type": "boolean",
          "description": "False when the license can only be activated by a device that reaches the server."
        },
        "floating": {
          "type": "boolean",
          "description": "True when its devices share slots: each needs one to use the license."
        },
        "floating_users": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The number of slots, only for a floating license: how many devices may use it at the same time; null for one for each active device.",
          "minimum": 1,
          "maximum": 1000000000
        },
        "floating_timeout": {
          "type": [
            "integer",
            "null"
          ],
          "description": "Minutes after which the slot of a silent device is free, only for a floating license; null for those of the product.",
          "minimum": 1,
          "maximum": 525600
        },
        "can_borrow": {
          "type": "boolean",
          "description": "True when applications may keep a slot while they are offline, only for a floating license."
        },
        "max_borrow_time": {
          "type": "integer",
          "description": "Hours for which a slot can be borrowed, with `can_borrow`.",
          "minimum": 1,
          "maximum": 87600
        },
        "max_license_users": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The maximum number of assigned users, only for user products; null for no limit.",
          "minimum": 1,
          "maximum": 1000000000
        },
        "max_consumptions": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The limit of the counter, only for the type `consumption`; null for no limit.",
          "minimum": 0,
          "maximum": 1000000000
        },
        "allow_negative_consumptions": {
          "type": "boolean",
          "description": "True when applications may take use back, only for the type `consumption`."
        },
        "allow_overages": {
          "type": "boolean",
          "description": "True when use above the limit is counted too, only for the type `consumption`."
        },
        "max_overages": {
          "type": "integer",
          "description": "How much use above the limit is counted, only for the type `consumption`; 0 for no limit.",
          "minimum": 0,
          "maximum": 1000000000
        },
        "consumption_period": {
          "type": [
            "string",
            "null"
          ],
          "enum": [
            "daily",
            "weekly",
            "monthly",
            "annually",
            null
          ],
          "description": "When the counter starts again at 0, only for the type `consumption`; null for never."
        },
        "custom_fields": {
          "type": "array",
          "description": "Fields of your own that applications get with the license.",
          "maxItems": 64,
          "items": {
            "type": "object",
            "required": [
              "name",
              "data_type",
              "value"
            ],
            "additionalProperties": false,
            "properties": {
              "name": {
                "type": "string",
                "maxLength": 128
              },
              "data_type": {
                "type": [
                  "string",
                  "null"
                ],
                "maxLength": 64
              },
              "value": {
                "type": "string",
                "maxLength": 1024
              }
            }
          }
        },
        "metadata": {
          "type": "object",
          "description": "Any JSON object of your own.",
          "additionalProperties": true
        },
        "note": {
          "type": "string",
          "description": "A note for you alone.",
          "maxLength": 4096
        }
      },
      "description": "Terms to change. The others stay as they are."
    }
  },
  "AdminVersion": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "product_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "product_code": {
      "type": "string"
    },
    "version": {
      "type": "string"
    },
    "environment": {
      "type": "string",
      "description": "The platform; empty for every one."
    },
    "channel": {
      "type": "string"
    },
    "release_date": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "enabled": {
      "type": "boolean",
      "description": "False when applications do not get the version."
    },
    "requires_version": {
      "type": "string"
    },
    "eula_link": {
      "type": "string"
    },
    "release_notes_link": {
      "type": "string"
    },
    "url": {
      "type": [
        "string",
        "null"
      ],
      "description": "The URL of the file; null when it is stored here."
    },
    "upload_id": {
      "type": [
        "integer",
        "null"
      ],
      "description": "The upload of the file; null when it is at `url`."
    },
    "filename": {
      "type": [
        "string",
        "null"
      ],
      "description": "The name of the file; null when it is at `url`."
    },
    "size": {
      "type": [
        "integer",
        "null"
      ],
      "description": "Bytes; null when it is not known."
    },
    "hash_md5": {
      "type": [
        "string",
        "null"
      ],
      "description": "Hexadecimal; null when it is not known."
    },
    "hash_sha256": {
      "type": [
        "string",
        "null"
      ],
      "description": "Hexadecimal; null when it is not known."
    },
    "created_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "updated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    }
  },
  "NewVersion": {
    "product_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "version": {
      "type": "string",
      "description": "One to four numbers, and a pre-release and a build as in Semantic Versioning, such as `1.3.0`, `2026.4` or `2.0.0-beta.1`. It never changes.",
      "maxLength": 64,
      "pattern": "^\\d+(\\.\\d+){0,3}(-[0-9A-Za-z]+([.-][0-9A-Za-z]+)*)?(\\+[0-9A-Za-z]+([.-][0-9A-Za-z]+)*)?$"
    },
    "environment": {
      "type": "string",
      "description": "The platform: `win`, `win32`, `win64`, `mac`, `linux`, `linux32`, `linux64`, or one of your own. Empty for each of these seven.",
      "maxLength": 32,
      "pattern": "^([A-Za-z0-9][A-Za-z0-9._-]*)?$",
      "default": ""
    },
    "channel": {
      "type": "string",
      "description": "Who gets the version. Activations and checks name the newest version of `prod`; a request for versions may name another one.",
      "maxLength": 32,
      "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$",
      "default": "prod"
    },
    "release_date": {
      "type": "string",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$",
      "description": "When licenses get the version: a time in UTC (ISO 8601), or a day, which means its beginning in the time zone of the server. The default is now."
    },
    "enabled": {
      "type": "boolean",
      "default": true,
      "description": "False when applications do not get the version."
    },
    "requires_version": {
      "type": "string",
      "maxLength": 64,
      "default": "",
      "description": "The version that must be installed before; empty for none. Applications are told."
    },
    "eula_link": {
      "type": "string",
      "maxLength": 1024,
      "pattern": "^(https?://[!-~]+)?$",
      "default": "",
      "description": "The URL of the license agreement; empty for none."
    },
    "release_notes_link": {
      "type": "string",
      "maxLength": 1024,
      "pattern": "^(https?://[!-~]+)?$",
      "default": "",
      "description": "The URL of the release notes; empty for none."
    },
    "url": {
      "type": [
        "string",
        "null"
      ],
      "maxLength": 1024,
      "pattern": "^https?://[!-~]+$",
      "default": null,
      "description": "The URL of the file; null when it is uploaded."
    },
    "upload_id": {
      "type": [
        "integer",
        "null"
      ],
      "default": null,
      "description": "The upload of the file; null when it is at `url`.",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "size": {
      "type": [
        "integer",
        "null"
      ],
      "default": null,
      "description": "The bytes of the file at `url`; null when they are not known.",
      "minimum": 0,
      "maximum": 9007199254740991
    },
    "hash_md5": {
      "type": [
        "string",
        "null"
      ],
      "default": null,
      "description": "The MD5 hash of the file at `url`; null when it is not known.",
      "maxLength": 32,
      "pattern": "^[0-9a-f]{32}$"
    },
    "hash_sha256": {
      "type": [
        "string",
        "null"
      ],
      "default": null,
      "description": "The SHA-256 hash of the file at `url`; null when it is not known.",
      "maxLength": 64,
      "pattern": "^[0-9a-f]{64}$"
    }
  },
  "VersionChanges": {
    "environment": {
      "type": "string",
      "description": "The platform: `win`, `win32`, `win64`, `mac`, `linux`, `linux32`, `linux64`, or one of your own. Empty for each of these seven.",
      "maxLength": 32,
      "pattern": "^([A-Za-z0-9][A-Za-z0-9._-]*)?$"
    },
    "channel": {
      "type": "string",
      "description": "Who gets the version. Activations and checks name the newest version of `prod`; a request for versions may name another one.",
      "maxLength": 32,
      "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
    },
    "release_date": {
      "type": "string",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$",
      "description": "When licenses get the version: a time in UTC (ISO 8601), or a day, which means its beginning in the time zone of the server."
    },
    "enabled": {
      "type": "boolean",
      "description": "False when applications do not get the version."
    },
    "requires_version": {
      "type": "string",
      "maxLength": 64,
      "description": "The version that must be installed before; empty for none. Applications are told."
    },
    "eula_link": {
      "type": "string",
      "maxLength": 1024,
      "pattern": "^(https?://[!-~]+)?$",
      "description": "The URL of the license agreement; empty for none."
    },
    "release_notes_link": {
      "type": "string",
      "maxLength": 1024,
      "pattern": "^(https?://[!-~]+)?$",
      "description": "The URL of the release notes; empty for none."
    },
    "url": {
      "type": [
        "string",
        "null"
      ],
      "maxLength": 1024,
      "pattern": "^https?://[!-~]+$",
      "description": "The URL of another file."
    },
    "upload_id": {
      "type": [
        "integer",
        "null"
      ],
      "description": "The upload of another file.",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "size": {
      "type": [
        "integer",
        "null"
      ],
      "description": "The bytes of the file at `url`; null when they are not known.",
      "minimum": 0,
      "maximum": 9007199254740991
    },
    "hash_md5": {
      "type": [
        "string",
        "null"
      ],
      "description": "The MD5 hash of the file at `url`; null when it is not known.",
      "maxLength": 32,
      "pattern": "^[0-9a-f]{32}$"
    },
    "hash_sha256": {
      "type": [
        "string",
        "null"
      ],
      "description": "The SHA-256 hash of the file at `url`; null when it is not known.",
      "maxLength": 64,
      "pattern": "^[0-9a-f]{64}$"
    }
  },
  "AdminBundle": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "code": {
      "type": "string",
      "minLength": 1,
      "maxLength": 128
    },
    "name": {
      "type": "string"
    },
    "authorization_method": {
      "type": "string",
      "enum": [
        "license-key",
        "user"
      ]
    },
    "product_ids": {
      "type": "array",
      "description": "The ids of the products.",
      "maxItems": 32,
      "items": {
        "type": "integer",
        "minimum": 1,
        "maximum": 9007199254740991
      }
    },
    "product_codes": {
      "type": "array",
      "description": "The codes of the products, in the order of `product_ids`.",
      "items": {
        "type": "string",
        "minLength": 1,
        "maxLength": 128
      }
    },
    "enabled": {
      "type": "boolean"
    },
    "archived": {
      "type": "boolean",
      "description": "True when new activations are refused. Existing ones continue."
    },
    "metadata": {
      "type": "object",
      "description": "Free JSON that the vendor keeps with the object.",
      "additionalProperties": true
    },
    "created_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "updated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    }
  },
  "NewBundle": {
    "code": {
      "type": "string",
      "description": "Its name in the License API. Letters, digits, `-`, `_` and `.`. It never changes.",
      "maxLength": 128,
      "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
    },
    "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256
    },
    "authorization_method": {
      "type": "string",
      "enum": [
        "license-key",
        "user"
      ],
      "description": "How its licenses are activated; that of all its products."
    },
    "product_ids": {
      "type": "array",
      "description": "The ids of the products.",
      "maxItems": 32,
      "items": {
        "type": "integer",
        "minimum": 1,
        "maximum": 9007199254740991
      }
    },
    "enabled": {
      "type": "boolean",
      "default": true,
      "description": "False when every request that names the bundle is refused."
    },
    "metadata": {
      "type": "object",
      "description": "Any JSON object of your own.",
      "additionalProperties": true,
      "default": {}
    }
  },
  "BundleChanges": {
    "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256
    },
    "product_ids": {
      "type": "array",
      "description": "The ids of the products.",
      "maxItems": 32,
      "items": {
        "type": "integer",
        "minimum": 1,
        "maximum": 9007199254740991
      }
    },
    "enabled": {
      "type": "boolean",
      "description": "False when every request that names the bundle is refused."
    },
    "archived": {
      "type": "boolean",
      "description": "True when nothing new is activated; activated licenses stay active."
    },
    "metadata": {
      "type": "object",
      "description": "Any JSON object of your own.",
      "additionalProperties": true
    }
  },
  "AdminBundleLicense": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "bundle_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "bundle_code": {
      "type": "string",
      "minLength": 1,
      "maxLength": 128
    },
    "license_key": {
      "type": [
        "string",
        "null"
      ],
      "description": "The key of all licenses; null for user products."
    },
    "licenses": {
      "type": "array",
      "description": "The licenses of the products. They have no users and features here.",
      "items": {
        "type": "object",
        "required": [
          "id",
          "product_id",
          "product_code",
          "customer_id",
          "customer_email",
          "customer_company_name",
          "order_store_id",
          "license_key",
          "trial_holder",
          "license_type",
          "is_trial",
          "is_expired",
          "enabled",
          "starts_at",
          "valid_until",
          "valid_days",
          "maintenance_until",
          "grace_hours",
          "max_activations",
          "times_activated",
          "allow_transfers",
          "max_transfers",
          "transfer_count",
          "allow_offline_activation",
          "floating",
          "floating_users",
          "floating_timeout",
          "can_borrow",
          "max_borrow_time",
          "max_license_users",
          "user_count",
          "max_consumptions",
          "allow_negative_consumptions",
          "allow_overages",
          "max_overages",
          "consumption_period",
          "total_consumptions",
          "custom_fields",
          "metadata",
          "note",
          "created_at",
          "updated_at",
          "bundle_license_id"
        ],
        "additionalProperties": false,
        "properties": {
          "id": {
            "type": "integer",
            "minimum": 1,
            "maximum": 9007199254740991
          },
          "product_id": {
            "type": "integer",
            "minimum": 1,
            "maximum": 9007199254740991
          },
          "product_code": {
            "type": "string",
            "minLength": 1,
            "maxLength": 128
          },
          "customer_id": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 1,
            "maximum": 9007199254740991
          },
          "customer_email": {
            "type": [
              "string",
              "null"
            ]
          },
          "customer_company_name": {
            "type": [
              "string",
              "null"
            ]
          },
          "order_store_id": {
            "type": "string",
            "description": "The order of the license. Several licenses may have the same."
          },
          "license_key": {
            "type": [
              "string",
              "null"
            ],
            "description": "Null on licenses of user products."
          },
          "bundle_license_id": {
            "type": [
              "integer",
              "null"
            ],
            "description": "The bundle license that it is part of."
          },
          "trial_holder": {
            "type": [
              "string",
              "null"
            ],
            "description": "The hardware id or the e-mail address that an application has created this trial for; null for other licenses."
          },
          "license_type": {
            "type": "string",
            "enum": [
              "perpetual",
              "time-limited",
              "subscription",
              "consumption"
            ]
          },
          "is_trial": {
            "type": "boolean"
          },
          "is_expired": {
            "type": "boolean",
            "description": "True after `valid_until` and, for a subscription, its grace period."
          },
          "enabled": {
            "type": "boolean"
          },
          "starts_at": {
            "type": [
              "string",
              "null"
            ],
            "description": "ISO 8601 in UTC.",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
          },
          "valid_until": {
            "type": [
              "string",
              "null"
            ],
            "description": "ISO 8601 in UTC.",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
          },
          "valid_days": {
            "type": [
              "integer",
              "null"
            ]
          },
          "maintenance_until": {
            "type": [
              "string",
              "null"
            ],
            "description": "ISO 8601 in UTC.",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
          },
          "grace_hours": {
            "type": "integer",
            "description": "Hours after `valid_until` during which a subscription continues."
          },
          "max_activations": {
            "type": [
              "integer",
              "null"
            ],
            "description": "The maximum number of devices at a time; null for no limit."
          },
          "times_activated": {
            "type": "integer",
            "description": "The number of devices that are bound now."
          },
          "allow_transfers": {
            "type": "boolean"
          },
          "max_transfers": {
            "type": "integer",
            "description": "0 for no limit."
          },
          "transfer_count": {
            "type": "integer"
          },
          "floating": {
            "type": "boolean"
          },
          "floating_users": {
            "type": [
              "integer",
              "null"
            ]
          },
          "floating_timeout": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Minutes."
          },
          "can_borrow": {
            "type": "boolean"
          },
          "max_borrow_time": {
            "type": "integer",
            "description": "Hours."
          },
          "allow_offline_activation": {
            "type": "boolean"
          },
          "max_license_users": {
            "type": [
              "integer",
              "null"
            ],
            "description": "The maximum number of assigned users; null for no limit."
          },
          "user_count": {
            "type": "integer",
            "description": "The number of assigned users."
          },
          "users": {
            "type": "array",
            "description": "The assigned users, ordered by e-mail address. Not in lists.",
            "items": {
              "type": "object",
              "required": [
                "license_user_id",
                "email",
                "max_activations",
                "total_activations"
              ],
              "additionalProperties": false,
              "properties": {
                "license_user_id": {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 9007199254740991
                },
                "email": {
                  "type": "string"
                },
                "max_activations": {
                  "type": [
                    "integer",
                    "null"
                  ],
                  "description": "The maximum number of devices of this user; null for no limit."
                },
                "total_activations": {
                  "type": "integer",
                  "description": "The number of devices of this user now."
                }
              }
            }
          },
          "features": {
            "type": "array",
            "description": "The features of the license, ordered by code. Not in lists.",
            "items": {
              "type": "object",
              "required": [
                "id",
                "product_feature_id",
                "code",
                "name",
                "feature_type",
                "expires_at",
                "is_expired",
                "valid_days",
                "max_consumptions",
                "allow_negative_consumptions",
                "allow_overages",
                "max_overages",
                "consumption_period",
                "floating",
                "floating_users",
                "floating_timeout",
                "total_consumptions"
              ],
              "additionalProperties": false,
              "properties": {
                "id": {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 9007199254740991
                },
                "product_feature_id": {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 9007199254740991
                },
                "code": {
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 128
                },
                "name": {
                  "type": "string"
                },
                "feature_type": {
                  "type": "string",
                  "enum": [
                    "activation",
                    "consumption"
                  ]
                },
                "expires_at": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "ISO 8601 in UTC.",
                  "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
                },
                "is_expired": {
                  "type": "boolean",
                  "description": "True after `expires_at`."
                },
                "valid_days": {
                  "type": [
                    "integer",
                    "null"
                  ]
                },
                "max_consumptions": {
                  "type": [
                    "integer",
                    "null"
                  ]
                },
                "allow_negative_consumptions": {
                  "type": "boolean"
                },
                "allow_overages": {
                  "type": "boolean"
                },
                "max_overages": {
                  "type": "integer"
                },
                "consumption_period": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "enum": [
                    "daily",
                    "weekly",
                    "monthly",
                    "annually",
                    null
                  ]
                },
                "floating": {
                  "type": "boolean"
                },
                "floating_users": {
                  "type": [
                    "integer",
                    "null"
                  ]
                },
                "floating_timeout": {
                  "type": [
                    "integer",
                    "null"
                  ],
                  "description": "Minutes."
                },
                "total_consumptions": {
                  "type": "integer",
                  "description": "What was counted since the last reset."
                }
              }
            }
          },
          "max_consumptions": {
            "type": [
              "integer",
              "null"
            ]
          },
          "allow_negative_consumptions": {
            "type": "boolean"
          },
          "allow_overages": {
            "type": "boolean"
          },
          "max_overages": {
            "type": "integer"
          },
          "consumption_period": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "daily",
              "weekly",
              "monthly",
              "annually",
              null
            ]
          },
          "total_consumptions": {
            "type": "integer",
            "description": "What was counted since the last reset."
          },
          "custom_fields": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "name",
                "data_type",
                "value"
              ],
              "additionalProperties": false,
              "properties": {
                "name": {
                  "type": "string",
                  "maxLength": 128
                },
                "data_type": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "maxLength": 64
                },
                "value": {
                  "type": "string",
                  "maxLength": 1024
                }
              }
            }
          },
          "metadata": {
            "type": "object",
            "description": "Free JSON that the vendor keeps with the object.",
            "additionalProperties": true
          },
          "note": {
            "type": "string",
            "description": "A text for the vendor. Applications do not get it."
          },
          "created_at": {
            "type": "string",
            "description": "ISO 8601 in UTC.",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
          },
          "updated_at": {
            "type": "string",
            "description": "ISO 8601 in UTC.",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
          }
        }
      }
    },
    "created_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "updated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    }
  },
  "NewBundleLicense": {
    "bundle_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991,
      "description": "The bundle."
    },
    "license_key": {
      "type": "string",
      "minLength": 1,
      "maxLength": 64,
      "description": "The key of all licenses; a new one by default."
    },
    "users": {
      "type": "array",
      "description": "The license users of all licenses.",
      "maxItems": 1000,
      "items": {
        "type": "object",
        "description": "A license user, named by `license_user_id` or by `email`.",
        "additionalProperties": false,
        "properties": {
          "license_user_id": {
            "type": "integer",
            "minimum": 1,
            "maximum": 9007199254740991
          },
          "email": {
            "type": "string",
            "description": "An e-mail address, compared without regard to case and stored in lower case.",
            "maxLength": 320,
            "pattern": "^[^\\s@\\u0000-\\u001f]+@[^\\s@\\u0000-\\u001f]+$"
          },
          "max_activations": {
            "type": [
              "integer",
              "null"
            ],
            "default": null,
            "description": "The maximum number of devices of this user; null for no limit.",
            "minimum": 1,
            "maximum": 1000000000
          }
        }
      }
    },
    "create_users": {
      "type": "boolean",
      "default": false,
      "description": "True to create license users for unknown addresses."
    },
    "terms": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "customer_id": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The customer that the license is issued to; null for none.",
          "minimum": 1,
          "maximum": 9007199254740991
        },
        "order_store_id": {
          "type": "string",
          "description": "The order of the license.",
          "minLength": 1,
          "maxLength": 128
        },
        "license_type": {
          "type": "string",
          "enum": [
            "perpetual",
            "time-limited",
            "subscription",
            "consumption"
          ],
          "description": "How the license ends, or that it counts its use."
        },
        "is_trial": {
          "type": "boolean",
          "description": "True for a trial."
        },
        "enabled": {
          "type": "boolean",
          "description": "False when every use of the license is refused."
        },
        "starts_at": {
          "type": [
            "string",
            "null"
          ],
          "description": "When devices can first be activated: a time in UTC (ISO 8601); a day, which means its beginning in the time zone of the server; null for at once.",
          "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
        },
        "valid_until": {
          "type": [
            "string",
            "null"
          ],
          "description": "End of the license: a time in UTC (ISO 8601); a day, which means its end in the time zone of the server; null for no end.",
          "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
        },
        "valid_days": {
          "type": [
            "integer",
            "null"
          ],
          "description": "Days for which the license is valid from its first activation, if `valid_until` is null; null for no such end. If it has active devices, they count from this change.",
          "minimum": 1,
          "maximum": 36500
        },
        "maintenance_until": {
          "type": [
            "string",
            "null"
          ],
          "description": "End of free updates, in the same forms; null for no end.",
          "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
        },
        "grace_hours": {
          "type": "integer",
          "description": "Hours for which a subscription stays valid after its end.",
          "minimum": 0,
          "maximum": 87600
        },
        "max_activations": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The maximum number of devices at a time; null for no limit.",
          "minimum": 1,
          "maximum": 1000000000
        },
        "allow_transfers": {
          "type": "boolean",
          "description": "False when a device that was activated cannot be replaced by another one."
        },
        "max_transfers": {
          "type": "integer",
          "description": "How often the license may move to another device, if at all; 0 for no limit.",
          "minimum": 0,
          "maximum": 1000000000
        },
        "allow_offline_activation": {
          "type": "boolean",
          "description": "False when the license can only be activated by a device that reaches the server."
        },
        "floating": {
          "type": "boolean",
          "description": "True when its devices share slots: each needs one to use the license."
        },
        "floating_users": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The number of slots, only for a floating license: how many devices may use it at the same time; null for one for each active device.",
          "minimum": 1,
          "maximum": 1000000000
        },
        "floating_timeout": {
          "type": [
            "integer",
            "null"
          ],
          "description": "Minutes after which the slot of a silent device is free, only for a floating license; null for those of the product.",
          "minimum": 1,
          "maximum": 525600
        },
        "can_borrow": {
          "type": "boolean",
          "description": "True when applications may keep a slot while they are offline, only for a floating license."
        },
        "max_borrow_time": {
          "type": "integer",
          "description": "Hours for which a slot can be borrowed, with `can_borrow`.",
          "minimum": 1,
          "maximum": 87600
        },
        "max_license_users": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The maximum number of assigned users, only for user products; null for no limit.",
          "minimum": 1,
          "maximum": 1000000000
        },
        "max_consumptions": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The limit of the counter, only for the type `consumption`; null for no limit.",
          "minimum": 0,
          "maximum": 1000000000
        },
        "allow_negative_consumptions": {
          "type": "boolean",
          "description": "True when applications may take use back, only for the type `consumption`."
        },
        "allow_overages": {
          "type": "boolean",
          "description": "True when use above the limit is counted too, only for the type `consumption`."
        },
        "max_overages": {
          "type": "integer",
          "description": "How much use above the limit is counted, only for the type `consumption`; 0 for no limit.",
          "minimum": 0,
          "maximum": 1000000000
        },
        "consumption_period": {
          "type": [
            "string",
            "null"
          ],
          "enum": [
            "daily",
            "weekly",
            "monthly",
            "annually",
            null
          ],
          "description": "When the counter starts again at 0, only for the type `consumption`; null for never."
        },
        "custom_fields": {
          "type": "array",
          "description": "Fields of your own that applications get with the license.",
          "maxItems": 64,
          "items": {
            "type": "object",
            "required": [
              "name",
              "data_type",
              "value"
            ],
            "additionalProperties": false,
            "properties": {
              "name": {
                "type": "string",
                "maxLength": 128
              },
              "data_type": {
                "type": [
                  "string",
                  "null"
                ],
                "maxLength": 64
              },
              "value": {
                "type": "string",
                "maxLength": 1024
              }
            }
          }
        },
        "metadata": {
          "type": "object",
          "description": "Any JSON object of your own.",
          "additionalProperties": true
        },
        "note": {
          "type": "string",
          "description": "A note for you alone.",
          "maxLength": 4096
        }
      },
      "description": "The terms of all licenses."
    },
    "licenses": {
      "type": "array",
      "default": [],
      "description": "What differs for a product.",
      "maxItems": 32,
      "items": {
        "type": "object",
        "required": [
          "product_id",
          "terms"
        ],
        "additionalProperties": false,
        "properties": {
          "product_id": {
            "type": "integer",
            "minimum": 1,
            "maximum": 9007199254740991
          },
          "terms": {
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "customer_id": {
                "type": [
                  "integer",
                  "null"
                ],
                "description": "The customer that the license is issued to; null for none.",
                "minimum": 1,
                "maximum": 9007199254740991
              },
              "order_store_id": {
                "type": "string",
                "description": "The order of the license.",
                "minLength": 1,
                "maxLength": 128
              },
              "license_type": {
                "type": "string",
                "enum": [
                  "perpetual",
                  "time-limited",
                  "subscription",
                  "consumption"
                ],
                "description": "How the license ends, or that it counts its use."
              },
              "is_trial": {
                "type": "boolean",
                "description": "True for a trial."
              },
              "enabled": {
                "type": "boolean",
                "description": "False when every use of the license is refused."
              },
              "starts_at": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "When devices can first be activated: a time in UTC (ISO 8601); a day, which means its beginning in the time zone of the server; null for at once.",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
              },
              "valid_until": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "End of the license: a time in UTC (ISO 8601); a day, which means its end in the time zone of the server; null for no end.",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
              },
              "valid_days": {
                "type": [
                  "integer",
                  "null"
                ],
                "description": "Days for which the license is valid from its first activation, if `valid_until` is null; null for no such end. If it has active devices, they count from this change.",
                "minimum": 1,
                "maximum": 36500
              },
              "maintenance_until": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "End of free updates, in the same forms; null for no end.",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
              },
              "grace_hours": {
                "type": "integer",
                "description": "Hours for which a subscription stays valid after its end.",
                "minimum": 0,
                "maximum": 87600
              },
              "max_activations": {
                "type": [
                  "integer",
                  "null"
                ],
                "description": "The maximum number of devices at a time; null for no limit.",
                "minimum": 1,
                "maximum": 1000000000
              },
              "allow_transfers": {
                "type": "boolean",
                "description": "False when a device that was activated cannot be replaced by another one."
              },
              "max_transfers": {
                "type": "integer",
                "description": "How often the license may move to another device, if at all; 0 for no limit.",
                "minimum": 0,
                "maximum": 1000000000
              },
              "allow_offline_activation": {
                "type": "boolean",
                "description": "False when the license can only be activated by a device that reaches the server."
              },
              "floating": {
                "type": "boolean",
                "description": "True when its devices share slots: each needs one to use the license."
              },
              "floating_users": {
                "type": [
                  "integer",
                  "null"
                ],
                "description": "The number of slots, only for a floating license: how many devices may use it at the same time; null for one for each active device.",
                "minimum": 1,
                "maximum": 1000000000
              },
              "floating_timeout": {
                "type": [
                  "integer",
                  "null"
                ],
                "description": "Minutes after which the slot of a silent device is free, only for a floating license; null for those of the product.",
                "minimum": 1,
                "maximum": 525600
              },
              "can_borrow": {
                "type": "boolean",
                "description": "True when applications may keep a slot while they are offline, only for a floating license."
              },
              "max_borrow_time": {
                "type": "integer",
                "description": "Hours for which a slot can be borrowed, with `can_borrow`.",
                "minimum": 1,
                "maximum": 87600
              },
              "max_license_users": {
                "type": [
                  "integer",
                  "null"
                ],
                "description": "The maximum number of assigned users, only for user products; null for no limit.",
                "minimum": 1,
                "maximum": 1000000000
              },
              "max_consumptions": {
                "type": [
                  "integer",
                  "null"
                ],
                "description": "The limit of the counter, only for the type `consumption`; null for no limit.",
                "minimum": 0,
                "maximum": 1000000000
              },
              "allow_negative_consumptions": {
                "type": "boolean",
                "description": "True when applications may take use back, only for the type `consumption`."
              },
              "allow_overages": {
                "type": "boolean",
                "description": "True when use above the limit is counted too, only for the type `consumption`."
              },
              "max_overages": {
                "type": "integer",
                "description": "How much use above the limit is counted, only for the type `consumption`; 0 for no limit.",
                "minimum": 0,
                "maximum": 1000000000
              },
              "consumption_period": {
                "type": [
                  "string",
                  "null"
                ],
                "enum": [
                  "daily",
                  "weekly",
                  "monthly",
                  "annually",
                  null
                ],
                "description": "When the counter starts again at 0, only for the type `consumption`; null for never."
              },
              "custom_fields": {
                "type": "array",
                "description": "Fields of your own that applications get with the license.",
                "maxItems": 64,
                "items": {
                  "type": "object",
                  "required": [
                    "name",
                    "data_type",
                    "value"
                  ],
                  "additionalProperties": false,
                  "properties": {
                    "name": {
                      "type": "string",
                      "maxLength": 128
                    },
                    "data_type": {
                      "type": [
                        "string",
                        "null"
                      ],
                      "maxLength": 64
                    },
                    "value": {
                      "type": "string",
                      "maxLength": 1024
                    }
                  }
                }
              },
              "metadata": {
                "type": "object",
                "description": "Any JSON object of your own.",
                "additionalProperties": true
              },
              "note": {
                "type": "string",
                "description": "A note for you alone.",
                "maxLength": 4096
              }
            }
          }
        }
      }
    }
  },
  "NewMemberTerms": {
    "product_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "terms": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "customer_id": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The customer that the license is issued to; null for none.",
          "minimum": 1,
          "maximum": 9007199254740991
        },
        "order_store_id": {
          "type": "string",
          "description": "The order of the license.",
          "minLength": 1,
          "maxLength": 128
        },
        "license_type": {
          "type": "string",
          "enum": [
            "perpetual",
            "time-limited",
            "subscription",
            "consumption"
          ],
          "description": "How the license ends, or that it counts its use."
        },
        "is_trial": {
          "type": "boolean",
          "description": "True for a trial."
        },
        "enabled": {
          "type": "boolean",
          "description": "False when every use of the license is refused."
        },
        "starts_at": {
          "type": [
            "string",
            "null"
          ],
          "description": "When devices can first be activated: a time in UTC (ISO 8601); a day, which means its beginning in the time zone of the server; null for at once.",
          "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
        },
        "valid_until": {
          "type": [
            "string",
            "null"
          ],
          "description": "End of the license: a time in UTC (ISO 8601); a day, which means its end in the time zone of the server; null for no end.",
          "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
        },
        "valid_days": {
          "type": [
            "integer",
            "null"
          ],
          "description": "Days for which the license is valid from its first activation, if `valid_until` is null; null for no such end. If it has active devices, they count from this change.",
          "minimum": 1,
          "maximum": 36500
        },
        "maintenance_until": {
          "type": [
            "string",
            "null"
          ],
          "description": "End of free updates, in the same forms; null for no end.",
          "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
        },
        "grace_hours": {
          "type": "integer",
          "description": "Hours for which a subscription stays valid after its end.",
          "minimum": 0,
          "maximum": 87600
        },
        "max_activations": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The maximum number of devices at a time; null for no limit.",
          "minimum": 1,
          "maximum": 1000000000
        },
        "allow_transfers": {
          "type": "boolean",
          "description": "False when a device that was activated cannot be replaced by another one."
        },
        "max_transfers": {
          "type": "integer",
          "description": "How often the license may move to another device, if at all; 0 for no limit.",
          "minimum": 0,
          "maximum": 1000000000
        },
        "allow_offline_activation": {
          "type": "boolean",
          "description": "False when the license can only be activated by a device that reaches the server."
        },
        "floating": {
          "type": "boolean",
          "description": "True when its devices share slots: each needs one to use the license."
        },
        "floating_users": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The number of slots, only for a floating license: how many devices may use it at the same time; null for one for each active device.",
          "minimum": 1,
          "maximum": 1000000000
        },
        "floating_timeout": {
          "type": [
            "integer",
            "null"
          ],
          "description": "Minutes after which the slot of a silent device is free, only for a floating license; null for those of the product.",
          "minimum": 1,
          "maximum": 525600
        },
        "can_borrow": {
          "type": "boolean",
          "description": "True when applications may keep a slot while they are offline, only for a floating license."
        },
        "max_borrow_time": {
          "type": "integer",
          "description": "Hours for which a slot can be borrowed, with `can_borrow`.",
          "minimum": 1,
          "maximum": 87600
        },
        "max_license_users": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The maximum number of assigned users, only for user products; null for no limit.",
          "minimum": 1,
          "maximum": 1000000000
        },
        "max_consumptions": {
          "type": [
            "integer",
            "null"
          ],
          "description": "The limit of the counter, only for the type `consumption`; null for no limit.",
          "minimum": 0,
          "maximum": 1000000000
        },
        "allow_negative_consumptions": {
          "type": "boolean",
          "description": "True when applications may take use back, only for the type `consumption`."
        },
        "allow_overages": {
          "type": "boolean",
          "description": "True when use above the limit is counted too, only for the type `consumption`."
        },
        "max_overages": {
          "type": "integer",
          "description": "How much use above the limit is counted, only for the type `consumption`; 0 for no limit.",
          "minimum": 0,
          "maximum": 1000000000
        },
        "consumption_period": {
          "type": [
            "string",
            "null"
          ],
          "enum": [
            "daily",
            "weekly",
            "monthly",
            "annually",
            null
          ],
          "description": "When the counter starts again at 0, only for the type `consumption`; null for never."
        },
        "custom_fields": {
          "type": "array",
          "description": "Fields of your own that applications get with the license.",
          "maxItems": 64,
          "items": {
            "type": "object",
            "required": [
              "name",
              "data_type",
              "value"
            ],
            "additionalProperties": false,
            "properties": {
              "name": {
                "type": "string",
                "maxLength": 128
              },
              "data_type": {
                "type": [
                  "string",
                  "null"
                ],
                "maxLength": 64
              },
              "value": {
                "type": "string",
                "maxLength": 1024
              }
            }
          }
        },
        "metadata": {
          "type": "object",
          "description": "Any JSON object of your own.",
          "additionalProperties": true
        },
        "note": {
          "type": "string",
          "description": "A note for you alone.",
          "maxLength": 4096
        }
      }
    }
  },
  "AdminCustomer": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "customer_account_id": {
      "type": [
        "integer",
        "null"
      ],
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "customer_account": {
      "type": [
        "string",
        "null"
      ],
      "description": "The code of the customer account."
    },
    "email": {
      "type": "string"
    },
    "company_name": {
      "type": "string"
    },
    "reference": {
      "type": "string"
    },
    "phone": {
      "type": "string"
    },
    "first_name": {
      "type": "string"
    },
    "last_name": {
      "type": "string"
    },
    "city": {
      "type": "string"
    },
    "postcode": {
      "type": "string"
    },
    "state": {
      "type": "string"
    },
    "country": {
      "type": "string"
    },
    "address": {
      "type": "string"
    },
    "metadata": {
      "type": "object",
      "description": "Free JSON that the vendor keeps with the object.",
      "additionalProperties": true
    },
    "created_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "updated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    }
  },
  "NewCustomer": {
    "email": {
      "type": "string",
      "description": "An e-mail address, compared without regard to case and stored in lower case.",
      "maxLength": 320,
      "pattern": "^[^\\s@\\u0000-\\u001f]+@[^\\s@\\u0000-\\u001f]+$"
    },
    "customer_account_id": {
      "type": [
        "integer",
        "null"
      ],
      "default": null,
      "description": "The customer account whose users may use the licenses; null for none.",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "company_name": {
      "type": "string",
      "default": "",
      "description": "The company.",
      "maxLength": 512
    },
    "reference": {
      "type": "string",
      "default": "",
      "description": "The number or name that you use for the customer elsewhere.",
      "maxLength": 512
    },
    "phone": {
      "type": "string",
      "default": "",
      "description": "Phone number of the contact person.",
      "maxLength": 512
    },
    "first_name": {
      "type": "string",
      "default": "",
      "description": "First name of the contact person.",
      "maxLength": 512
    },
    "last_name": {
      "type": "string",
      "default": "",
      "description": "Last name of the contact person.",
      "maxLength": 512
    },
    "city": {
      "type": "string",
      "default": "",
      "description": "City of the address.",
      "maxLength": 512
    },
    "postcode": {
      "type": "string",
      "default": "",
      "description": "Postcode of the address.",
      "maxLength": 512
    },
    "state": {
      "type": "string",
      "default": "",
      "description": "State of the address.",
      "maxLength": 512
    },
    "country": {
      "type": "string",
      "default": "",
      "description": "Country of the address.",
      "maxLength": 512
    },
    "address": {
      "type": "string",
      "default": "",
      "description": "Street and number.",
      "maxLength": 512
    },
    "metadata": {
      "type": "object",
      "description": "Any JSON object of your own.",
      "additionalProperties": true,
      "default": {}
    }
  },
  "CustomerChanges": {
    "email": {
      "type": "string",
      "description": "An e-mail address, compared without regard to case and stored in lower case.",
      "maxLength": 320,
      "pattern": "^[^\\s@\\u0000-\\u001f]+@[^\\s@\\u0000-\\u001f]+$"
    },
    "customer_account_id": {
      "type": [
        "integer",
        "null"
      ],
      "description": "The customer account whose users may use the licenses; null for none.",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "company_name": {
      "type": "string",
      "maxLength": 512,
      "description": "The company."
    },
    "reference": {
      "type": "string",
      "maxLength": 512,
      "description": "The number or name that you use for the customer elsewhere."
    },
    "phone": {
      "type": "string",
      "maxLength": 512,
      "description": "Phone number of the contact person."
    },
    "first_name": {
      "type": "string",
      "maxLength": 512,
      "description": "First name of the contact person."
    },
    "last_name": {
      "type": "string",
      "maxLength": 512,
      "description": "Last name of the contact person."
    },
    "city": {
      "type": "string",
      "maxLength": 512,
      "description": "City of the address."
    },
    "postcode": {
      "type": "string",
      "maxLength": 512,
      "description": "Postcode of the address."
    },
    "state": {
      "type": "string",
      "maxLength": 512,
      "description": "State of the address."
    },
    "country": {
      "type": "string",
      "maxLength": 512,
      "description": "Country of the address."
    },
    "address": {
      "type": "string",
      "maxLength": 512,
      "description": "Street and number."
    },
    "metadata": {
      "type": "object",
      "description": "Any JSON object of your own.",
      "additionalProperties": true
    }
  },
  "AdminLicense": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "product_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "product_code": {
      "type": "string",
      "minLength": 1,
      "maxLength": 128
    },
    "customer_id": {
      "type": [
        "integer",
        "null"
      ],
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "customer_email": {
      "type": [
        "string",
        "null"
      ]
    },
    "customer_company_name": {
      "type": [
        "string",
        "null"
      ]
    },
    "order_store_id": {
      "type": "string",
      "description": "The order of the license. Several licenses may have the same."
    },
    "license_key": {
      "type": [
        "string",
        "null"
      ],
      "description": "Null on licenses of user products."
    },
    "bundle_license_id": {
      "type": [
        "integer",
        "null"
      ],
      "description": "The bundle license that it is part of."
    },
    "trial_holder": {
      "type": [
        "string",
        "null"
      ],
      "description": "The hardware id or the e-mail address that an application has created this trial for; null for other licenses."
    },
    "license_type": {
      "type": "string",
      "enum": [
        "perpetual",
        "time-limited",
        "subscription",
        "consumption"
      ]
    },
    "is_trial": {
      "type": "boolean"
    },
    "is_expired": {
      "type": "boolean",
      "description": "True after `valid_until` and, for a subscription, its grace period."
    },
    "enabled": {
      "type": "boolean"
    },
    "starts_at": {
      "type": [
        "string",
        "null"
      ],
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "valid_until": {
      "type": [
        "string",
        "null"
      ],
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "valid_days": {
      "type": [
        "integer",
        "null"
      ]
    },
    "maintenance_until": {
      "type": [
        "string",
        "null"
      ],
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "grace_hours": {
      "type": "integer",
      "description": "Hours after `valid_until` during which a subscription continues."
    },
    "max_activations": {
      "type": [
        "integer",
        "null"
      ],
      "description": "The maximum number of devices at a time; null for no limit."
    },
    "times_activated": {
      "type": "integer",
      "description": "The number of devices that are bound now."
    },
    "allow_transfers": {
      "type": "boolean"
    },
    "max_transfers": {
      "type": "integer",
      "description": "0 for no limit."
    },
    "transfer_count": {
      "type": "integer"
    },
    "floating": {
      "type": "boolean"
    },
    "floating_users": {
      "type": [
        "integer",
        "null"
      ]
    },
    "floating_timeout": {
      "type": [
        "integer",
        "null"
      ],
      "description": "Minutes."
    },
    "can_borrow": {
      "type": "boolean"
    },
    "max_borrow_time": {
      "type": "integer",
      "description": "Hours."
    },
    "allow_offline_activation": {
      "type": "boolean"
    },
    "max_license_users": {
      "type": [
        "integer",
        "null"
      ],
      "description": "The maximum number of assigned users; null for no limit."
    },
    "user_count": {
      "type": "integer",
      "description": "The number of assigned users."
    },
    "users": {
      "type": "array",
      "description": "The assigned users, ordered by e-mail address. Not in lists.",
      "items": {
        "type": "object",
        "required": [
          "license_user_id",
          "email",
          "max_activations",
          "total_activations"
        ],
        "additionalProperties": false,
        "properties": {
          "license_user_id": {
            "type": "integer",
            "minimum": 1,
            "maximum": 9007199254740991
          },
          "email": {
            "type": "string"
          },
          "max_activations": {
            "type": [
              "integer",
              "null"
            ],
            "description": "The maximum number of devices of this user; null for no limit."
          },
          "total_activations": {
            "type": "integer",
            "description": "The number of devices of this user now."
          }
        }
      }
    },
    "features": {
      "type": "array",
      "description": "The features of the license, ordered by code. Not in lists.",
      "items": {
        "type": "object",
        "required": [
          "id",
          "product_feature_id",
          "code",
          "name",
          "feature_type",
          "expires_at",
          "is_expired",
          "valid_days",
          "max_consumptions",
          "allow_negative_consumptions",
          "allow_overages",
          "max_overages",
          "consumption_period",
          "floating",
          "floating_users",
          "floating_timeout",
          "total_consumptions"
        ],
        "additionalProperties": false,
        "properties": {
          "id": {
            "type": "integer",
            "minimum": 1,
            "maximum": 9007199254740991
          },
          "product_feature_id": {
            "type": "integer",
            "minimum": 1,
            "maximum": 9007199254740991
          },
          "code": {
            "type": "string",
            "minLength": 1,
            "maxLength": 128
          },
          "name": {
            "type": "string"
          },
          "feature_type": {
            "type": "string",
            "enum": [
              "activation",
              "consumption"
            ]
          },
          "expires_at": {
            "type": [
              "string",
              "null"
            ],
            "description": "ISO 8601 in UTC.",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
          },
          "is_expired": {
            "type": "boolean",
            "description": "True after `expires_at`."
          },
          "valid_days": {
            "type": [
              "integer",
              "null"
            ]
          },
          "max_consumptions": {
            "type": [
              "integer",
              "null"
            ]
          },
          "allow_negative_consumptions": {
            "type": "boolean"
          },
          "allow_overages": {
            "type": "boolean"
          },
          "max_overages": {
            "type": "integer"
          },
          "consumption_period": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "daily",
              "weekly",
              "monthly",
              "annually",
              null
            ]
          },
          "floating": {
            "type": "boolean"
          },
          "floating_users": {
            "type": [
              "integer",
              "null"
            ]
          },
          "floating_timeout": {
            "type": [
              "integer",
              "null"
            ],
            "description": "Minutes."
          },
          "total_consumptions": {
            "type": "integer",
            "description": "What was counted since the last reset."
          }
        }
      }
    },
    "max_consumptions": {
      "type": [
        "integer",
        "null"
      ]
    },
    "allow_negative_consumptions": {
      "type": "boolean"
    },
    "allow_overages": {
      "type": "boolean"
    },
    "max_overages": {
      "type": "integer"
    },
    "consumption_period": {
      "type": [
        "string",
        "null"
      ],
      "enum": [
        "daily",
        "weekly",
        "monthly",
        "annually",
        null
      ]
    },
    "total_consumptions": {
      "type": "integer",
      "description": "What was counted since the last reset."
    },
    "custom_fields": {
      "type": "array",
      "items": {
        "type": "object",
        "required": [
          "name",
          "data_type",
          "value"
        ],
        "additionalProperties": false,
        "properties": {
          "name": {
            "type": "string",
            "maxLength": 128
          },
          "data_type": {
            "type": [
              "string",
              "null"
            ],
            "maxLength": 64
          },
          "value": {
            "type": "string",
            "maxLength": 1024
          }
        }
      }
    },
    "metadata": {
      "type": "object",
      "description": "Free JSON that the vendor keeps with the object.",
      "additionalProperties": true
    },
    "note": {
      "type": "string",
      "description": "A text for the vendor. Applications do not get it."
    },
    "created_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "updated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    }
  },
  "AdminAssignment": {
    "license_user_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "email": {
      "type": "string"
    },
    "max_activations": {
      "type": [
        "integer",
        "null"
      ],
      "description": "The maximum number of devices of this user; null for no limit."
    },
    "total_activations": {
      "type": "integer",
      "description": "The number of devices of this user now."
    }
  },
  "AdminLicenseFeature": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "product_feature_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "code": {
      "type": "string",
      "minLength": 1,
      "maxLength": 128
    },
    "name": {
      "type": "string"
    },
    "feature_type": {
      "type": "string",
      "enum": [
        "activation",
        "consumption"
      ]
    },
    "expires_at": {
      "type": [
        "string",
        "null"
      ],
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "is_expired": {
      "type": "boolean",
      "description": "True after `expires_at`."
    },
    "valid_days": {
      "type": [
        "integer",
        "null"
      ]
    },
    "max_consumptions": {
      "type": [
        "integer",
        "null"
      ]
    },
    "allow_negative_consumptions": {
      "type": "boolean"
    },
    "allow_overages": {
      "type": "boolean"
    },
    "max_overages": {
      "type": "integer"
    },
    "consumption_period": {
      "type": [
        "string",
        "null"
      ],
      "enum": [
        "daily",
        "weekly",
        "monthly",
        "annually",
        null
      ]
    },
    "floating": {
      "type": "boolean"
    },
    "floating_users": {
      "type": [
        "integer",
        "null"
      ]
    },
    "floating_timeout": {
      "type": [
        "integer",
        "null"
      ],
      "description": "Minutes."
    },
    "total_consumptions": {
      "type": "integer",
      "description": "What was counted since the last reset."
    }
  },
  "NewLicenseFeature": {
    "code": {
      "type": "string",
      "minLength": 1,
      "maxLength": 128,
      "description": "The code of a feature of the product."
    },
    "expires_at": {
      "type": [
        "string",
        "null"
      ],
      "description": "End of the feature: a time in UTC (ISO 8601); a day, which means its end in the time zone of the server; null for no end of its own.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$",
      "default": null
    },
    "valid_days": {
      "type": [
        "integer",
        "null"
      ],
      "default": null,
      "description": "Days for which the feature is valid from the first activation of the license, if `expires_at` is null; null for no such end.",
      "minimum": 1,
      "maximum": 36500
    },
    "max_consumptions": {
      "type": [
        "integer",
        "null"
      ],
      "default": null,
      "description": "The limit of the counter, only for the type `consumption`; null for no limit.",
      "minimum": 0,
      "maximum": 1000000000
    },
    "allow_negative_consumptions": {
      "type": "boolean",
      "default": false,
      "description": "True when applications may take use back, only for the type `consumption`."
    },
    "allow_overages": {
      "type": "boolean",
      "default": false,
      "description": "True when use above the limit is counted too, only for the type `consumption`."
    },
    "max_overages": {
      "type": "integer",
      "default": 0,
      "description": "How much use above the limit is counted, only for the type `consumption`; 0 for no limit.",
      "minimum": 0,
      "maximum": 1000000000
    },
    "consumption_period": {
      "type": [
        "string",
        "null"
      ],
      "enum": [
        "daily",
        "weekly",
        "monthly",
        "annually",
        null
      ],
      "default": null,
      "description": "When the counter starts again at 0, only for the type `consumption`; null for never."
    },
    "floating": {
      "type": "boolean",
      "default": false,
      "description": "True when devices share slots: each needs one to use the feature."
    },
    "floating_users": {
      "type": [
        "integer",
        "null"
      ],
      "default": null,
      "description": "The number of slots, only for a floating feature: how many devices may use it at the same time; null for one for each active device.",
      "minimum": 1,
      "maximum": 1000000000
    },
    "floating_timeout": {
      "type": [
        "integer",
        "null"
      ],
      "default": null,
      "description": "Minutes after which the slot of a silent device is free, only for a floating feature; null for those of the product.",
      "minimum": 1,
      "maximum": 525600
    }
  },
  "LicenseFeatureChanges": {
    "expires_at": {
      "type": [
        "string",
        "null"
      ],
      "description": "End of the feature: a time in UTC (ISO 8601); a day, which means its end in the time zone of the server; null for no end of its own.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
    },
    "valid_days": {
      "type": [
        "integer",
        "null"
      ],
      "description": "Days for which the feature is valid from the first activation of the license, if `expires_at` is null; null for no such end.",
      "minimum": 1,
      "maximum": 36500
    },
    "max_consumptions": {
      "type": [
        "integer",
        "null"
      ],
      "description": "The limit of the counter, only for the type `consumption`; null for no limit.",
      "minimum": 0,
      "maximum": 1000000000
    },
    "allow_negative_consumptions": {
      "type": "boolean",
      "description": "True when applications may take use back, only for the type `consumption`."
    },
    "allow_overages": {
      "type": "boolean",
      "description": "True when use above the limit is counted too, only for the type `consumption`."
    },
    "max_overages": {
      "type": "integer",
      "description": "How much use above the limit is counted, only for the type `consumption`; 0 for no limit.",
      "minimum": 0,
      "maximum": 1000000000
    },
    "consumption_period": {
      "type": [
        "string",
        "null"
      ],
      "enum": [
        "daily",
        "weekly",
        "monthly",
        "annually",
        null
      ],
      "description": "When the counter starts again at 0, only for the type `consumption`; null for never."
    },
    "floating": {
      "type": "boolean",
      "description": "True when devices share slots: each needs one to use the feature."
    },
    "floating_users": {
      "type": [
        "integer",
        "null"
      ],
      "description": "The number of slots, only for a floating feature: how many devices may use it at the same time; null for one for each active device.",
      "minimum": 1,
      "maximum": 1000000000
    },
    "floating_timeout": {
      "type": [
        "integer",
        "null"
      ],
      "description": "Minutes after which the slot of a silent device is free, only for a floating feature; null for those of the product.",
      "minimum": 1,
      "maximum": 525600
    }
  },
  "NewLicense": {
    "product_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "license_key": {
      "type": "string",
      "description": "Only for license-key products. The default is a new key.",
      "minLength": 8,
      "maxLength": 64,
      "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
    },
    "license_policy": {
      "type": "string",
      "minLength": 1,
      "maxLength": 128,
      "description": "The code of a license policy of the product. The license takes from it the terms that the body does not have."
    },
    "users": {
      "type": "array",
      "description": "Only for user products.",
      "maxItems": 100,
      "items": {
        "type": "object",
        "description": "A license user, named by `license_user_id` or by `email`.",
        "additionalProperties": false,
        "properties": {
          "license_user_id": {
            "type": "integer",
            "minimum": 1,
            "maximum": 9007199254740991
          },
          "email": {
            "type": "string",
            "description": "An e-mail address, compared without regard to case and stored in lower case.",
            "maxLength": 320,
            "pattern": "^[^\\s@\\u0000-\\u001f]+@[^\\s@\\u0000-\\u001f]+$"
          },
          "max_activations": {
            "type": [
              "integer",
              "null"
            ],
            "default": null,
            "description": "The maximum number of devices of this user; null for no limit.",
            "minimum": 1,
            "maximum": 1000000000
          }
        }
      }
    },
    "features": {
      "type": "array",
      "description": "The features of the product that the license has, each once.",
      "maxItems": 100,
      "items": {
        "type": "object",
        "required": [
          "code"
        ],
        "additionalProperties": false,
        "properties": {
          "code": {
            "type": "string",
            "minLength": 1,
            "maxLength": 128,
            "description": "The code of a feature of the product."
          },
          "expires_at": {
            "type": [
              "string",
              "null"
            ],
            "description": "End of the feature: a time in UTC (ISO 8601); a day, which means its end in the time zone of the server; null for no end of its own.",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$",
            "default": null
          },
          "valid_days": {
            "type": [
              "integer",
              "null"
            ],
            "default": null,
            "description": "Days for which the feature is valid from the first activation of the license, if `expires_at` is null; null for no such end.",
            "minimum": 1,
            "maximum": 36500
          },
          "max_consumptions": {
            "type": [
              "integer",
              "null"
            ],
            "default": null,
            "description": "The limit of the counter, only for the type `consumption`; null for no limit.",
            "minimum": 0,
            "maximum": 1000000000
          },
          "allow_negative_consumptions": {
            "type": "boolean",
            "default": false,
            "description": "True when applications may take use back, only for the type `consumption`."
          },
          "allow_overages": {
            "type": "boolean",
            "default": false,
            "description": "True when use above the limit is counted too, only for the type `consumption`."
          },
          "max_overages": {
            "type": "integer",
            "default": 0,
            "description": "How much use above the limit is counted, only for the type `consumption`; 0 for no limit.",
            "minimum": 0,
            "maximum": 1000000000
          },
          "consumption_period": {
            "type": [
              "string",
              "null"
            ],
            "enum": [
              "daily",
              "weekly",
              "monthly",
              "annually",
              null
            ],
            "default": null,
            "description": "When the counter starts again at 0, only for the type `consumption`; null for never."
          },
          "floating": {
            "type": "boolean",
            "default": false,
            "description": "True when devices share slots: each needs one to use the feature."
          },
          "floating_users": {
            "type": [
              "integer",
              "null"
            ],
            "default": null,
            "description": "The number of slots, only for a floating feature: how many devices may use it at the same time; null for one for each active device.",
            "minimum": 1,
            "maximum": 1000000000
          },
          "floating_timeout": {
            "type": [
              "integer",
              "null"
            ],
            "default": null,
            "description": "Minutes after which the slot of a silent device is free, only for a floating feature; null for those of the product.",
            "minimum": 1,
            "maximum": 525600
          }
        }
      }
    },
    "create_users": {
      "type": "boolean",
      "default": false,
      "description": "True to create license users, without a password, for unknown e-mail addresses."
    },
    "customer_id": {
      "type": [
        "integer",
        "null"
      ],
      "default": null,
      "description": "The customer that the license is issued to; null for none.",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "order_store_id": {
      "type": "string",
      "description": "The order of the license. The default is a new one.",
      "minLength": 1,
      "maxLength": 128
    },
    "license_type": {
      "type": "string",
      "enum": [
        "perpetual",
        "time-limited",
        "subscription",
        "consumption"
      ],
      "default": "perpetual",
      "description": "How the license ends, or that it counts its use."
    },
    "is_trial": {
      "type": "boolean",
      "default": false,
      "description": "True for a trial."
    },
    "enabled": {
      "type": "boolean",
      "default": true,
      "description": "False when every use of the license is refused."
    },
    "starts_at": {
      "type": [
        "string",
        "null"
      ],
      "description": "When devices can first be activated: a time in UTC (ISO 8601); a day, which means its beginning in the time zone of the server; null for at once.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$",
      "default": null
    },
    "valid_until": {
      "type": [
        "string",
        "null"
      ],
      "description": "End of the license: a time in UTC (ISO 8601); a day, which means its end in the time zone of the server; null for no end.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$",
      "default": null
    },
    "valid_days": {
      "type": [
        "integer",
        "null"
      ],
      "default": null,
      "description": "Days for which the license is valid from its first activation, if `valid_until` is null; null for no such end.",
      "minimum": 1,
      "maximum": 36500
    },
    "maintenance_until": {
      "type": [
        "string",
        "null"
      ],
      "description": "End of free updates, in the same forms; null for no end.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$",
      "default": null
    },
    "grace_hours": {
      "type": "integer",
      "default": 0,
      "description": "Hours for which a subscription stays valid after its end.",
      "minimum": 0,
      "maximum": 87600
    },
    "max_activations": {
      "type": [
        "integer",
        "null"
      ],
      "default": 1,
      "description": "The maximum number of devices at a time; null for no limit.",
      "minimum": 1,
      "maximum": 1000000000
    },
    "allow_transfers": {
      "type": "boolean",
      "default": true,
      "description": "False when a device that was activated cannot be replaced by another one."
    },
    "max_transfers": {
      "type": "integer",
      "default": 0,
      "description": "How often the license may move to another device, if at all; 0 for no limit.",
      "minimum": 0,
      "maximum": 1000000000
    },
    "allow_offline_activation": {
      "type": "boolean",
      "default": true,
      "description": "False when the license can only be activated by a device that reaches the server."
    },
    "floating": {
      "type": "boolean",
      "default": false,
      "description": "True when its devices share slots: each needs one to use the license."
    },
    "floating_users": {
      "type": [
        "integer",
        "null"
      ],
      "default": null,
      "description": "The number of slots, only for a floating license: how many devices may use it at the same time; null for one for each active device.",
      "minimum": 1,
      "maximum": 1000000000
    },
    "floating_timeout": {
      "type": [
        "integer",
        "null"
      ],
      "default": null,
      "description": "Minutes after which the slot of a silent device is free, only for a floating license; null for those of the product.",
      "minimum": 1,
      "maximum": 525600
    },
    "can_borrow": {
      "type": "boolean",
      "default": false,
      "description": "True when applications may keep a slot while they are offline, only for a floating license."
    },
    "max_borrow_time": {
      "type": "integer",
      "default": 168,
      "description": "Hours for which a slot can be borrowed, with `can_borrow`.",
      "minimum": 1,
      "maximum": 87600
    },
    "max_license_users": {
      "type": [
        "integer",
        "null"
      ],
      "default": null,
      "description": "The maximum number of assigned users, only for user products; null for no limit.",
      "minimum": 1,
      "maximum": 1000000000
    },
    "max_consumptions": {
      "type": [
        "integer",
        "null"
      ],
      "default": null,
      "description": "The limit of the counter, only for the type `consumption`; null for no limit.",
      "minimum": 0,
      "maximum": 1000000000
    },
    "allow_negative_consumptions": {
      "type": "boolean",
      "default": false,
      "description": "True when applications may take use back, only for the type `consumption`."
    },
    "allow_overages": {
      "type": "boolean",
      "default": false,
      "description": "True when use above the limit is counted too, only for the type `consumption`."
    },
    "max_overages": {
      "type": "integer",
      "default": 0,
      "description": "How much use above the limit is counted, only for the type `consumption`; 0 for no limit.",
      "minimum": 0,
      "maximum": 1000000000
    },
    "consumption_period": {
      "type": [
        "string",
        "null"
      ],
      "enum": [
        "daily",
        "weekly",
        "monthly",
        "annually",
        null
      ],
      "default": null,
      "description": "When the counter starts again at 0, only for the type `consumption`; null for never."
    },
    "custom_fields": {
      "type": "array",
      "default": [],
      "description": "Fields of your own that applications get with the license.",
      "maxItems": 64,
      "items": {
        "type": "object",
        "required": [
          "name",
          "data_type",
          "value"
        ],
        "additionalProperties": false,
        "properties": {
          "name": {
            "type": "string",
            "maxLength": 128
          },
          "data_type": {
            "type": [
              "string",
              "null"
            ],
            "maxLength": 64
          },
          "value": {
            "type": "string",
            "maxLength": 1024
          }
        }
      }
    },
    "metadata": {
      "type": "object",
      "description": "Any JSON object of your own.",
      "additionalProperties": true,
      "default": {}
    },
    "note": {
      "type": "string",
      "default": "",
      "description": "A note for you alone.",
      "maxLength": 4096
    }
  },
  "LicenseChanges": {
    "customer_id": {
      "type": [
        "integer",
        "null"
      ],
      "description": "The customer that the license is issued to; null for none.",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "order_store_id": {
      "type": "string",
      "description": "The order of the license.",
      "minLength": 1,
      "maxLength": 128
    },
    "license_type": {
      "type": "string",
      "enum": [
        "perpetual",
        "time-limited",
        "subscription",
        "consumption"
      ],
      "description": "How the license ends, or that it counts its use."
    },
    "is_trial": {
      "type": "boolean",
      "description": "True for a trial."
    },
    "enabled": {
      "type": "boolean",
      "description": "False when every use of the license is refused."
    },
    "starts_at": {
      "type": [
        "string",
        "null"
      ],
      "description": "When devices can first be activated: a time in UTC (ISO 8601); a day, which means its beginning in the time zone of the server; null for at once.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
    },
    "valid_until": {
      "type": [
        "string",
        "null"
      ],
      "description": "End of the license: a time in UTC (ISO 8601); a day, which means its end in the time zone of the server; null for no end.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
    },
    "valid_days": {
      "type": [
        "integer",
        "null"
      ],
      "description": "Days for which the license is valid from its first activation, if `valid_until` is null; null for no such end. If it has active devices, they count from this change.",
      "minimum": 1,
      "maximum": 36500
    },
    "maintenance_until": {
      "type": [
        "string",
        "null"
      ],
      "description": "End of free updates, in the same forms; null for no end.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$"
    },
    "grace_hours": {
      "type": "integer",
      "description": "Hours for which a subscription stays valid after its end.",
      "minimum": 0,
      "maximum": 87600
    },
    "max_activations": {
      "type": [
        "integer",
        "null"
      ],
      "description": "The maximum number of devices at a time; null for no limit.",
      "minimum": 1,
      "maximum": 1000000000
    },
    "allow_transfers": {
      "type": "boolean",
      "description": "False when a device that was activated cannot be replaced by another one."
    },
    "max_transfers": {
      "type": "integer",
      "description": "How often the license may move to another device, if at all; 0 for no limit.",
      "minimum": 0,
      "maximum": 1000000000
    },
    "allow_offline_activation": {
      "type": "boolean",
      "description": "False when the license can only be activated by a device that reaches the server."
    },
    "floating": {
      "type": "boolean",
      "description": "True when its devices share slots: each needs one to use the license."
    },
    "floating_users": {
      "type": [
        "integer",
        "null"
      ],
      "description": "The number of slots, only for a floating license: how many devices may use it at the same time; null for one for each active device.",
      "minimum": 1,
      "maximum": 1000000000
    },
    "floating_timeout": {
      "type": [
        "integer",
        "null"
      ],
      "description": "Minutes after which the slot of a silent device is free, only for a floating license; null for those of the product.",
      "minimum": 1,
      "maximum": 525600
    },
    "can_borrow": {
      "type": "boolean",
      "description": "True when applications may keep a slot while they are offline, only for a floating license."
    },
    "max_borrow_time": {
      "type": "integer",
      "description": "Hours for which a slot can be borrowed, with `can_borrow`.",
      "minimum": 1,
      "maximum": 87600
    },
    "max_license_users": {
      "type": [
        "integer",
        "null"
      ],
      "description": "The maximum number of assigned users, only for user products; null for no limit.",
      "minimum": 1,
      "maximum": 1000000000
    },
    "max_consumptions": {
      "type": [
        "integer",
        "null"
      ],
      "description": "The limit of the counter, only for the type `consumption`; null for no limit.",
      "minimum": 0,
      "maximum": 1000000000
    },
    "allow_negative_consumptions": {
      "type": "boolean",
      "description": "True when applications may take use back, only for the type `consumption`."
    },
    "allow_overages": {
      "type": "boolean",
      "description": "True when use above the limit is counted too, only for the type `consumption`."
    },
    "max_overages": {
      "type": "integer",
      "description": "How much use above the limit is counted, only for the type `consumption`; 0 for no limit.",
      "minimum": 0,
      "maximum": 1000000000
    },
    "consumption_period": {
      "type": [
        "string",
        "null"
      ],
      "enum": [
        "daily",
        "weekly",
        "monthly",
        "annually",
        null
      ],
      "description": "When the counter starts again at 0, only for the type `consumption`; null for never."
    },
    "custom_fields": {
      "type": "array",
      "description": "Fields of your own that applications get with the license.",
      "maxItems": 64,
      "items": {
        "type": "object",
        "required": [
          "name",
          "data_type",
          "value"
        ],
        "additionalProperties": false,
        "properties": {
          "name": {
            "type": "string",
            "maxLength": 128
          },
          "data_type": {
            "type": [
              "string",
              "null"
            ],
            "maxLength": 64
          },
          "value": {
            "type": "string",
            "maxLength": 1024
          }
        }
      }
    },
    "metadata": {
      "type": "object",
      "description": "Any JSON object of your own.",
      "additionalProperties": true
    },
    "note": {
      "type": "string",
      "description": "A note for you alone.",
      "maxLength": 4096
    }
  },
  "NewAssignment": {
    "license_user_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "email": {
      "type": "string",
      "description": "An e-mail address, compared without regard to case and stored in lower case.",
      "maxLength": 320,
      "pattern": "^[^\\s@\\u0000-\\u001f]+@[^\\s@\\u0000-\\u001f]+$"
    },
    "max_activations": {
      "type": [
        "integer",
        "null"
      ],
      "default": null,
      "description": "The maximum number of devices of this user; null for no limit.",
      "minimum": 1,
      "maximum": 1000000000
    }
  },
  "AdminDevice": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "license_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "hardware_id": {
      "type": "string"
    },
    "license_user_id": {
      "type": [
        "integer",
        "null"
      ],
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "license_user_email": {
      "type": [
        "string",
        "null"
      ]
    },
    "active": {
      "type": "boolean",
      "description": "True when the device has a seat."
    },
    "blacklisted": {
      "type": "boolean",
      "description": "True when applications on the device are refused."
    },
    "fields": {
      "type": "object",
      "description": "What the device reports about itself.",
      "additionalProperties": true
    },
    "variables": {
      "type": "object",
      "additionalProperties": true
    },
    "activated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "created_at": {
      "type": "string",
      "description": "When the device was first activated.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "updated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "last_seen_at": {
      "type": [
        "string",
        "null"
      ],
      "description": "When the application last activated or checked the device with an API key that is not read-only. Updated at\nmost once an hour; null when it never did.\n",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    }
  },
  "AdminSlot": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "license_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "device_id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "hardware_id": {
      "type": "string"
    },
    "license_user_email": {
      "type": [
        "string",
        "null"
      ]
    },
    "feature": {
      "type": [
        "string",
        "null"
      ],
      "description": "The code of the floating feature; null for the license itself."
    },
    "held_until": {
      "type": "string",
      "description": "The slot is free from then on, if the device is silent.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "borrowed_until": {
      "type": [
        "string",
        "null"
      ],
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "created_at": {
      "type": "string",
      "description": "When the device took the slot.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    }
  },
  "DeviceChanges": {
    "blacklisted": {
      "type": "boolean",
      "description": "True to refuse applications on the device."
    }
  },
  "AdminConsumptionDay": {
    "day": {
      "type": "string",
      "description": "In UTC.",
      "pattern": "^\\d{4}-\\d\\d-\\d\\d$"
    },
    "feature_code": {
      "type": [
        "string",
        "null"
      ],
      "description": "null for the license itself."
    },
    "consumptions": {
      "type": "integer",
      "description": "What was counted, less what was taken back."
    }
  },
  "AdminLicenseUser": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "email": {
      "type": "string"
    },
    "first_name": {
      "type": "string"
    },
    "last_name": {
      "type": "string"
    },
    "phone_number": {
      "type": "string"
    },
    "has_password": {
      "type": "boolean",
      "description": "True when the user can sign in with a password."
    },
    "is_initial_password": {
      "type": "boolean",
      "description": "True when somebody else has chosen the password. The user must choose a new one on the sign-in page of Latchkey. Applications get this value too."
    },
    "self_registered": {
      "type": "boolean",
      "description": "True for a user who came by a trial, and whose e-mail address nobody has checked. Their password opens the trials only."
    },
    "enabled": {
      "type": "boolean"
    },
    "license_count": {
      "type": "integer",
      "description": "The number of licenses that the user is assigned to."
    },
    "created_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "updated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    }
  },
  "NewLicenseUser": {
    "email": {
      "type": "string",
      "description": "An e-mail address, compared without regard to case and stored in lower case.",
      "maxLength": 320,
      "pattern": "^[^\\s@\\u0000-\\u001f]+@[^\\s@\\u0000-\\u001f]+$"
    },
    "first_name": {
      "type": "string",
      "default": "",
      "description": "First name.",
      "maxLength": 512
    },
    "last_name": {
      "type": "string",
      "default": "",
      "description": "Last name.",
      "maxLength": 512
    },
    "phone_number": {
      "type": "string",
      "default": "",
      "description": "Phone number.",
      "maxLength": 512
    },
    "password": {
      "type": "string",
      "minLength": 12,
      "maxLength": 1024
    },
    "is_initial_password": {
      "type": "boolean",
      "default": true,
      "description": "True when somebody else has chosen the password. The user must choose a new one on the sign-in page of Latchkey. Applications get this value too."
    },
    "self_registered": {
      "type": "boolean",
      "default": false,
      "description": "True when nobody has checked the e-mail address. A password opens only trials then."
    },
    "enabled": {
      "type": "boolean",
      "default": true,
      "description": "False when the user can neither sign in nor use licenses."
    }
  },
  "LicenseUserChanges": {
    "email": {
      "type": "string",
      "description": "An e-mail address, compared without regard to case and stored in lower case.",
      "maxLength": 320,
      "pattern": "^[^\\s@\\u0000-\\u001f]+@[^\\s@\\u0000-\\u001f]+$"
    },
    "first_name": {
      "type": "string",
      "maxLength": 512,
      "description": "First name."
    },
    "last_name": {
      "type": "string",
      "maxLength": 512,
      "description": "Last name."
    },
    "phone_number": {
      "type": "string",
      "maxLength": 512,
      "description": "Phone number."
    },
    "self_registered": {
      "type": "boolean",
      "description": "True when nobody has checked the e-mail address. A password opens only trials then."
    },
    "enabled": {
      "type": "boolean",
      "description": "False when the user can neither sign in nor use licenses."
    }
  },
  "NewPassword": {
    "password": {
      "type": "string",
      "minLength": 12,
      "maxLength": 1024
    },
    "is_initial_password": {
      "type": "boolean",
      "default": true,
      "description": "True when somebody else has chosen the password. The user must choose a new one on the sign-in page of Latchkey. Applications get this value too."
    }
  },
  "AdminCustomerAccount": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "code": {
      "type": "string",
      "minLength": 1,
      "maxLength": 128
    },
    "name": {
      "type": "string"
    },
    "enabled": {
      "type": "boolean",
      "description": "False when nobody can sign in with the account."
    },
    "redirect_uris": {
      "type": "array",
      "maxItems": 100,
      "items": {
        "type": "object",
        "required": [
          "uri"
        ],
        "additionalProperties": false,
        "properties": {
          "uri": {
            "type": "string",
            "description": "An https URL, an http URL on a loopback address, or a URL with the application's own scheme in reverse domain\nform; percent-encoded. It is compared as an exact string, but a loopback address may have any port.\n",
            "minLength": 1,
            "maxLength": 2048
          },
          "is_default": {
            "type": "boolean",
            "default": false,
            "description": "True for the URI that is used when an application names none. At most one; the default is the first."
          }
        }
      }
    },
    "provider_redirect_uri": {
      "type": "string",
      "description": "The redirect URI that the company must register at its own OpenID provider. It depends on the public URL and the code."
    },
    "connection_kind": {
      "type": [
        "string",
        "null"
      ],
      "enum": [
        "password",
        "oidc",
        null
      ],
      "description": "The kind of its connection; null without one. The connection is a resource with its own ETag."
    },
    "created_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "updated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    }
  },
  "NewCustomerAccount": {
    "code": {
      "type": "string",
      "description": "Its name in the License API. Letters, digits, `-`, `_` and `.`. It never changes.",
      "maxLength": 128,
      "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$"
    },
    "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256
    },
    "enabled": {
      "type": "boolean",
      "default": true,
      "description": "False when nobody of the customer account can sign in."
    },
    "redirect_uris": {
      "type": "array",
      "maxItems": 100,
      "items": {
        "type": "object",
        "required": [
          "uri"
        ],
        "additionalProperties": false,
        "properties": {
          "uri": {
            "type": "string",
            "description": "An https URL, an http URL on a loopback address, or a URL with the application's own scheme in reverse domain\nform; percent-encoded. It is compared as an exact string, but a loopback address may have any port.\n",
            "minLength": 1,
            "maxLength": 2048
          },
          "is_default": {
            "type": "boolean",
            "default": false,
            "description": "True for the URI that is used when an application names none. At most one; the default is the first."
          }
        }
      },
      "default": [],
      "description": "Addresses that sign-ins may end at."
    }
  },
  "CustomerAccountChanges": {
    "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256
    },
    "enabled": {
      "type": "boolean",
      "description": "False when nobody of the customer account can sign in."
    },
    "redirect_uris": {
      "type": "array",
      "maxItems": 100,
      "items": {
        "type": "object",
        "required": [
          "uri"
        ],
        "additionalProperties": false,
        "properties": {
          "uri": {
            "type": "string",
            "description": "An https URL, an http URL on a loopback address, or a URL with the application's own scheme in reverse domain\nform; percent-encoded. It is compared as an exact string, but a loopback address may have any port.\n",
            "minLength": 1,
            "maxLength": 2048
          },
          "is_default": {
            "type": "boolean",
            "default": false,
            "description": "True for the URI that is used when an application names none. At most one; the default is the first."
          }
        }
      },
      "description": "Addresses that sign-ins may end at."
    }
  },
  "AdminPasswordConnection": {
    "kind": {
      "type": "string"
    },
    "enabled": {
      "type": "boolean",
      "description": "False when nobody can sign in through the connection."
    },
    "default_response_type": {
      "type": "string",
      "enum": [
        "code",
        "token"
      ],
      "description": "The grant that is used when an application names none."
    },
    "allow_implicit": {
      "type": "boolean",
      "description": "True when applications may use `token`."
    }
  },
  "AdminOidcConnection": {
    "kind": {
      "type": "string"
    },
    "enabled": {
      "type": "boolean",
      "description": "False when nobody can sign in through the connection."
    },
    "default_response_type": {
      "type": "string",
      "enum": [
        "code",
        "token"
      ],
      "description": "The grant that is used when an application names none."
    },
    "allow_implicit": {
      "type": "boolean",
      "description": "True when applications may use `token`."
    },
    "issuer": {
      "type": "string",
      "description": "The issuer URL of the provider. Its discovery document is at `/.well-known/openid-configuration` below it.",
      "minLength": 1,
      "maxLength": 2048
    },
    "client_id": {
      "type": "string"
    },
    "has_client_secret": {
      "type": "boolean",
      "description": "Always true. The secret itself is never shown."
    },
    "trust": {
      "type": "string",
      "enum": [
        "verified",
        "unstated",
        "managed"
      ],
      "description": "When an e-mail address is accepted. `verified`: when the provider sends `email_verified: true`. `unstated`: also\nwhen it sends no `email_verified`. `managed`: always, because administrators of the company assign the addresses.\nWith `managed`, anybody who can choose their address at the provider can sign in as any user of this account.\n"
    },
    "email_claim": {
      "type": "string",
      "minLength": 1,
      "maxLength": 100,
      "pattern": "^[!-~]+$",
      "description": "The claim that has the e-mail address."
    },
    "scopes": {
      "type": "array",
      "description": "Scopes to request in addition to `openid email`, such as `profile`.",
      "maxItems": 10,
      "items": {
        "type": "string",
        "minLength": 1,
        "maxLength": 100,
        "pattern": "^[!#-\\[\\]-~]+$"
      }
    },
    "required_claims": {
      "type": "object",
      "description": "The claims that a user must have, with their values as text. Values are compared without regard to case; `true`\nalso matches `1`. A list matches when one of its members does. A user who lacks a claim is refused.\n",
      "additionalProperties": {
        "type": "string",
        "minLength": 1,
        "maxLength": 500
      }
    },
    "response_mode": {
      "type": "string",
      "enum": [
        "query",
        "form_post"
      ],
      "description": "How the provider returns its response. Use `form_post` when the provider requires it, as Apple and some AD FS do."
    },
    "token_endpoint_auth_method": {
      "type": "string",
      "enum": [
        "auto",
        "client_secret_basic",
        "client_secret_post"
      ],
      "description": "How Latchkey sends its client secret to the provider. `auto` chooses by the discovery document."
    }
  },
  "PasswordConnectionSettings": {
    "kind": {
      "type": "string"
    },
    "enabled": {
      "type": "boolean",
      "default": true,
      "description": "False when nobody can sign in through the connection."
    },
    "default_response_type": {
      "type": "string",
      "enum": [
        "code",
        "token"
      ],
      "default": "token",
      "description": "The grant that is used when an application names none."
    },
    "allow_implicit": {
      "type": "boolean",
      "default": true,
      "description": "True when applications may use `token`."
    }
  },
  "OidcConnectionSettings": {
    "kind": {
      "type": "string"
    },
    "enabled": {
      "type": "boolean",
      "default": true,
      "description": "False when nobody can sign in through the connection."
    },
    "default_response_type": {
      "type": "string",
      "enum": [
        "code",
        "token"
      ],
      "default": "token",
      "description": "The grant that is used when an application names none."
    },
    "allow_implicit": {
      "type": "boolean",
      "default": true,
      "description": "True when applications may use `token`."
    },
    "issuer": {
      "type": "string",
      "description": "The issuer URL of the provider. Its discovery document is at `/.well-known/openid-configuration` below it.",
      "minLength": 1,
      "maxLength": 2048
    },
    "client_id": {
      "type": "string",
      "description": "The client id of Latchkey at the provider.",
      "minLength": 1,
      "maxLength": 512
    },
    "client_secret": {
      "type": "string",
      "description": "The client secret of Latchkey at the provider. It is stored encrypted and never shown.",
      "minLength": 1,
      "maxLength": 1024
    },
    "trust": {
      "type": "string",
      "enum": [
        "verified",
        "unstated",
        "managed"
      ],
      "description": "When an e-mail address is accepted. `verified`: when the provider sends `email_verified: true`. `unstated`: also\nwhen it sends no `email_verified`. `managed`: always, because administrators of the company assign the addresses.\nWith `managed`, anybody who can choose their address at the provider can sign in as any user of this account.\n",
      "default": "verified"
    },
    "email_claim": {
      "type": "string",
      "minLength": 1,
      "maxLength": 100,
      "pattern": "^[!-~]+$",
      "default": "email",
      "description": "The claim that has the e-mail address. `email_verified` applies to `email` only, so another claim needs the trust `unstated` or `managed`."
    },
    "scopes": {
      "type": "array",
      "description": "Scopes to request in addition to `openid email`, such as `profile`.",
      "maxItems": 10,
      "items": {
        "type": "string",
        "minLength": 1,
        "maxLength": 100,
        "pattern": "^[!#-\\[\\]-~]+$"
      },
      "default": []
    },
    "required_claims": {
      "type": "object",
      "description": "The claims that a user must have, with their values as text. Values are compared without regard to case; `true`\nalso matches `1`. A list matches when one of its members does. A user who lacks a claim is refused.\n",
      "additionalProperties": {
        "type": "string",
        "minLength": 1,
        "maxLength": 500
      },
      "default": {}
    },
    "response_mode": {
      "type": "string",
      "enum": [
        "query",
        "form_post"
      ],
      "description": "How the provider returns its response. Use `form_post` when the provider requires it, as Apple and some AD FS do.",
      "default": "query"
    },
    "token_endpoint_auth_method": {
      "type": "string",
      "enum": [
        "auto",
        "client_secret_basic",
        "client_secret_post"
      ],
      "description": "How Latchkey sends its client secret to the provider. `auto` chooses by the discovery document.",
      "default": "auto"
    }
  },
  "ConnectionChanges": {
    "enabled": {
      "type": "boolean"
    },
    "default_response_type": {
      "type": "string",
      "enum": [
        "code",
        "token"
      ]
    },
    "allow_implicit": {
      "type": "boolean"
    },
    "issuer": {
      "type": "string",
      "description": "The issuer URL of the provider. Its discovery document is at `/.well-known/openid-configuration` below it.",
      "minLength": 1,
      "maxLength": 2048
    },
    "client_id": {
      "type": "string",
      "description": "The client id of Latchkey at the provider.",
      "minLength": 1,
      "maxLength": 512
    },
    "client_secret": {
      "type": "string",
      "description": "The client secret of Latchkey at the provider. It is stored encrypted and never shown.",
      "minLength": 1,
      "maxLength": 1024
    },
    "trust": {
      "type": "string",
      "enum": [
        "verified",
        "unstated",
        "managed"
      ],
      "description": "When an e-mail address is accepted. `verified`: when the provider sends `email_verified: true`. `unstated`: also\nwhen it sends no `email_verified`. `managed`: always, because administrators of the company assign the addresses.\nWith `managed`, anybody who can choose their address at the provider can sign in as any user of this account.\n"
    },
    "email_claim": {
      "type": "string",
      "minLength": 1,
      "maxLength": 100,
      "pattern": "^[!-~]+$"
    },
    "scopes": {
      "type": "array",
      "description": "Scopes to request in addition to `openid email`, such as `profile`.",
      "maxItems": 10,
      "items": {
        "type": "string",
        "minLength": 1,
        "maxLength": 100,
        "pattern": "^[!#-\\[\\]-~]+$"
      }
    },
    "required_claims": {
      "type": "object",
      "description": "The claims that a user must have, with their values as text. Values are compared without regard to case; `true`\nalso matches `1`. A list matches when one of its members does. A user who lacks a claim is refused.\n",
      "additionalProperties": {
        "type": "string",
        "minLength": 1,
        "maxLength": 500
      }
    },
    "response_mode": {
      "type": "string",
      "enum": [
        "query",
        "form_post"
      ],
      "description": "How the provider returns its response. Use `form_post` when the provider requires it, as Apple and some AD FS do."
    },
    "token_endpoint_auth_method": {
      "type": "string",
      "enum": [
        "auto",
        "client_secret_basic",
        "client_secret_post"
      ],
      "description": "How Latchkey sends its client secret to the provider. `auto` chooses by the discovery document."
    }
  },
  "AdminApiKey": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "name": {
      "type": "string"
    },
    "api_key": {
      "type": "string",
      "description": "The public part of the key, which requests name."
    },
    "read_only": {
      "type": "boolean",
      "description": "True when the key may read and check, but not change anything."
    },
    "product_ids": {
      "type": [
        "array",
        "null"
      ],
      "description": "The products that the key may be used for; null for all.",
      "maxItems": 1000,
      "items": {
        "type": "integer",
        "minimum": 1,
        "maximum": 9007199254740991
      }
    },
    "revoked_at": {
      "type": [
        "string",
        "null"
      ],
      "description": "Null while the key is valid.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "created_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "updated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    }
  },
  "NewApiKey": {
    "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256
    },
    "read_only": {
      "type": "boolean",
      "default": false,
      "description": "True when the key may read and check, but not change anything."
    },
    "product_ids": {
      "type": [
        "array",
        "null"
      ],
      "description": "The products that the key may be used for; null for all.",
      "maxItems": 1000,
      "items": {
        "type": "integer",
        "minimum": 1,
        "maximum": 9007199254740991
      },
      "default": null
    }
  },
  "ApiKeyChanges": {
    "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256
    },
    "read_only": {
      "type": "boolean"
    },
    "product_ids": {
      "type": [
        "array",
        "null"
      ],
      "description": "The products that the key may be used for; null for all.",
      "maxItems": 1000,
      "items": {
        "type": "integer",
        "minimum": 1,
        "maximum": 9007199254740991
      }
    }
  },
  "AdminOAuthClient": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "name": {
      "type": "string"
    },
    "client_id": {
      "type": "string",
      "description": "The public part of the credential. It tells the scope."
    },
    "scope": {
      "type": "string",
      "enum": [
        "company",
        "customer_account",
        "customer",
        "license"
      ],
      "description": "The licenses that a client may be used for."
    },
    "customer_account_id": {
      "type": [
        "integer",
        "null"
      ],
      "minimum": 1,
      "maximum": 9007199254740991,
      "description": "The customer account whose licenses the client is for, in this scope; otherwise null."
    },
    "customer_id": {
      "type": [
        "integer",
        "null"
      ],
      "minimum": 1,
      "maximum": 9007199254740991,
      "description": "The customer whose licenses the client is for, in this scope; otherwise null."
    },
    "license_id": {
      "type": [
        "integer",
        "null"
      ],
      "minimum": 1,
      "maximum": 9007199254740991,
      "description": "The license that the client is for, in this scope; otherwise null."
    },
    "read_only": {
      "type": "boolean",
      "description": "True when the client may read and check, but not change anything."
    },
    "product_ids": {
      "type": [
        "array",
        "null"
      ],
      "description": "The products that the key may be used for; null for all.",
      "maxItems": 1000,
      "items": {
        "type": "integer",
        "minimum": 1,
        "maximum": 9007199254740991
      }
    },
    "revoked_at": {
      "type": [
        "string",
        "null"
      ],
      "description": "Null while the client is valid.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "secret_created_at": {
      "type": "string",
      "description": "When the newest secret was created.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "old_secret_expires_at": {
      "type": [
        "string",
        "null"
      ],
      "description": "When the previous secret stops working, or has stopped; null when the secret was never rotated.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "created_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "updated_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    }
  },
  "NewOAuthClient": {
    "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256
    },
    "customer_account_id": {
      "type": [
        "integer",
        "null"
      ],
      "minimum": 1,
      "maximum": 9007199254740991,
      "default": null,
      "description": "Limits the client to the licenses of this customer account."
    },
    "customer_id": {
      "type": [
        "integer",
        "null"
      ],
      "minimum": 1,
      "maximum": 9007199254740991,
      "default": null,
      "description": "Limits the client to the licenses of this customer."
    },
    "license_id": {
      "type": [
        "integer",
        "null"
      ],
      "minimum": 1,
      "maximum": 9007199254740991,
      "default": null,
      "description": "Limits the client to this license."
    },
    "read_only": {
      "type": "boolean",
      "default": false,
      "description": "True when the client may read and check, but not change anything."
    },
    "product_ids": {
      "type": [
        "array",
        "null"
      ],
      "description": "The products that the client may be used for; null for all.",
      "maxItems": 1000,
      "items": {
        "type": "integer",
        "minimum": 1,
        "maximum": 9007199254740991
      },
      "default": null
    }
  },
  "OAuthClientChanges": {
    "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 256
    },
    "read_only": {
      "type": "boolean"
    },
    "product_ids": {
      "type": [
        "array",
        "null"
      ],
      "description": "The products that the key may be used for; null for all.",
      "maxItems": 1000,
      "items": {
        "type": "integer",
        "minimum": 1,
        "maximum": 9007199254740991
      }
    }
  },
  "NewOAuthClientSecret": {
    "grace_hours": {
      "type": "integer",
      "default": 24,
      "description": "Hours for which the previous secret still works.",
      "minimum": 0,
      "maximum": 8760
    }
  },
  "AuditEntry": {
    "id": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "created_at": {
      "type": "string",
      "description": "ISO 8601 in UTC.",
      "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$"
    },
    "actor_kind": {
      "type": "string",
      "enum": [
        "admin_token",
        "api_key",
        "oauth_client",
        "license_user",
        "command_line",
        "system"
      ]
    },
    "actor_id": {
      "type": [
        "string",
        "null"
      ],
      "description": "The id of the key or token, or the e-mail address of the user."
    },
    "actor_name": {
      "type": [
        "string",
        "null"
      ],
      "description": "The name of the key or token; null for other actors."
    },
    "action": {
      "type": "string",
      "description": "What was done: an operationId of this document, such as `activateLicense`, or another name of this form, such as `signIn`."
    },
    "outcome": {
      "type": "string",
      "enum": [
        "done",
        "refused"
      ]
    },
    "code": {
      "type": [
        "string",
        "null"
      ],
      "description": "Why it was refused: the code of the response."
    },
    "repeated": {
      "type": "integer",
      "description": "How often the same refusal was repeated within the minute. Address and request id are those of the first.",
      "minimum": 0
    },
    "subject_kind": {
      "type": [
        "string",
        "null"
      ],
      "enum": [
        "product",
        "bundle",
        "bundle_license",
        "version",
        "upload",
        "license_policy",
        "product_feature",
        "customer_account",
        "connection",
        "customer",
        "license",
        "device",
        "license_user",
        "api_key",
        "oauth_client",
        "admin_token",
        "key",
        "import"
      ]
    },
    "subject_id": {
      "type": [
        "integer",
        "null"
      ],
      "minimum": 1,
      "maximum": 9007199254740991
    },
    "subject_name": {
      "type": [
        "string",
        "null"
      ],
      "description": "The name of the subject: the code of a product or account, a license key (without one, the order), an e-mail address, a hardware id, or the name of a key or token. Null when it has none or was deleted."
    },
    "email": {
      "type": [
        "string",
        "null"
      ],
      "description": "The e-mail address of the user who did it or whom it is about, when it is known."
    },
    "license_user_id": {
      "type": [
        "integer",
        "null"
      ],
      "minimum": 1,
      "maximum": 9007199254740991,
      "description": "The ID of this user, when they are a license user."
    },
    "product": {
      "type": [
        "string",
        "null"
      ],
      "description": "The code of the product that it is about, as the application sent it."
    },
    "license_key": {
      "type": [
        "string",
        "null"
      ],
      "description": "The license key that it is about. Keys in the form of Latchkey are normalized, others are as the application sent them."
    },
    "hardware_id": {
      "type": [
        "string",
        "null"
      ],
      "description": "The device that it is about."
    },
    "address": {
      "type": [
        "string",
        "null"
      ],
      "description": "The IP address that the request came from."
    },
    "request_id": {
      "type": [
        "string",
        "null"
      ]
    },
    "detail": {
      "type": "object",
      "description": "More facts, such as the `message` of a refusal. Never a password, a code or a token.",
      "additionalProperties": true
    }
  }
} as const;

/** The names of the query parameters of the Admin API's lists, by operation. */
export const listParameters = {
  "listProducts": [
    "limit",
    "cursor",
    "q",
    "code",
    "authorization_method",
    "enabled",
    "archived"
  ],
  "listProductFeatures": [
    "limit",
    "cursor",
    "product_id",
    "code",
    "feature_type"
  ],
  "listLicensePolicies": [
    "limit",
    "cursor",
    "product_id",
    "code",
    "default_for_trials"
  ],
  "listBundles": [
    "limit",
    "cursor",
    "q",
    "code",
    "enabled",
    "archived"
  ],
  "listBundleLicenses": [
    "limit",
    "cursor",
    "bundle_id",
    "license_key",
    "customer_id",
    "license_user_id",
    "order_store_id"
  ],
  "listProductVersions": [
    "limit",
    "cursor",
    "product_id",
    "version",
    "environment",
    "channel",
    "enabled"
  ],
  "listCustomerAccounts": [
    "limit",
    "cursor",
    "q",
    "code",
    "enabled",
    "connection_kind"
  ],
  "listCustomers": [
    "limit",
    "cursor",
    "q",
    "email",
    "company_name",
    "reference",
    "customer_account_id"
  ],
  "listLicenses": [
    "limit",
    "cursor",
    "q",
    "product_id",
    "customer_id",
    "customer_account_id",
    "license_user_id",
    "license_key",
    "order_store_id",
    "enabled",
    "license_type",
    "is_trial",
    "expired"
  ],
  "listConsumptions": [
    "limit",
    "cursor",
    "feature_code",
    "from",
    "to"
  ],
  "listDevices": [
    "limit",
    "cursor",
    "q",
    "active",
    "license_user_id",
    "hardware_id"
  ],
  "listSlots": [
    "limit",
    "cursor",
    "hardware_id"
  ],
  "listLicenseUsers": [
    "limit",
    "cursor",
    "q",
    "email",
    "enabled",
    "license_id"
  ],
  "listApiKeys": [
    "limit",
    "cursor",
    "q",
    "name",
    "revoked",
    "product_id"
  ],
  "listOAuthClients": [
    "limit",
    "cursor",
    "q",
    "name",
    "client_id",
    "scope",
    "customer_account_id",
    "customer_id",
    "license_id",
    "revoked",
    "product_id"
  ],
  "listAuditEntries": [
    "limit",
    "cursor",
    "action",
    "outcome",
    "actor_kind",
    "actor_id",
    "subject_kind",
    "subject_id",
    "code",
    "email",
    "license_user_id",
    "product",
    "license_key",
    "hardware_id",
    "request_id",
    "from",
    "to"
  ]
} as const;
